import gzip

import brotli
import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
GUIDE = "/api/v1/guides/mesotherapy-for-hair/"


@pytest.mark.parametrize(("accepted", "encoding", "decode"), [
    ("gzip", "gzip", gzip.decompress),
    ("gzip, br", "br", brotli.decompress),
    ("br;q=0, gzip;q=1", "gzip", gzip.decompress),
    ("identity", "", bytes),
])  # fmt: skip
def test_it_answers_in_the_best_encoding_asked_for(client, accepted, encoding, decode):
    response = client.get(GUIDE, headers={"accept-encoding": accepted})
    assert response.get("Content-Encoding", "") == encoding
    assert decode(response.content) == client.get(GUIDE).content
    assert "Accept-Encoding" in response["Vary"]


def test_each_encoding_has_an_etag_of_its_own_and_is_answered_304(client):
    etags = set()
    for encoding in ("gzip", "br", "identity"):
        headers = {"accept-encoding": encoding}
        etag = client.get(GUIDE, headers=headers)["ETag"]
        etags.add(etag)
        again = client.get(GUIDE, headers={**headers, "if-none-match": f'"x", {etag}'})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert len(etags) == 3


def test_a_list_has_an_etag_too(client):
    etag = client.get("/api/v1/guides/")["ETag"]
    assert client.get("/api/v1/guides/", headers={"if-none-match": etag}).status_code == 304


def test_head_answers_like_get_without_the_body(client):
    head, get = client.head(GUIDE), client.get(GUIDE)
    assert (head.status_code, head["ETag"], head.content) == (200, get["ETag"], b"")


@pytest.mark.parametrize("headers", [{"origin": "https://branch.example"}, {"origin": "http://["}, {}])
def test_any_origin_may_read_and_no_cookie_is_set(client, headers):
    """Whatever origin is named, or none: a cache may give the answer to a website."""
    response = client.get(GUIDE, headers=headers)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in response["Access-Control-Expose-Headers"]
    assert not response.cookies


def test_an_answer_says_how_long_it_may_be_kept(client):
    assert client.get(GUIDE)["Cache-Control"].startswith("public, max-age=10")


def test_an_accept_header_that_leaves_out_json_is_refused(client):
    response = client.get(GUIDE, headers={"accept": "image/png"})
    assert (response.status_code, response["Content-Type"]) == (406, "application/problem+json")


def test_a_reader_needs_no_account():
    assert Client().get(GUIDE).status_code == 200


@pytest.mark.parametrize(("headers", "status"), [({"accept": "text/html"}, 406), ({}, 200)])
def test_what_hangs_on_a_header_is_kept_by_no_cache(client, headers, status):
    """A shared cache goes by the address: it would give the error to the next reader."""
    answer = client.get("/api/v1/guides/", headers=headers)
    assert answer.status_code == status
    assert ("no-store" in answer["Cache-Control"]) == (status == 406)
