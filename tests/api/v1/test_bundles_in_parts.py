"""A phone goes on with a bundle that it has the beginning of, unless that was replaced meanwhile (RFC 9110, 14)."""

from pathlib import Path

import pytest
from django.test import RequestFactory

from api.v1.bundle_views import BundleView
from cms.bundles import read_bundles
from cms.gateway import File, build_environ, call
from tests.support.bundles import download, keep_apart
from tests.support.changes import publish
from tests.support.server import make_scope

pytestmark = pytest.mark.django_db
PATH = "/api/v1/bundles/en/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.BUNDLES = read_bundles("", ["en"])
    return keep_apart(settings, tmp_path)


def test_it_goes_on_where_it_broke_off(client):
    whole = download(client)
    first = client.get(PATH, headers={"range": "bytes=0-999"})
    assert (first.status_code, first["Content-Range"]) == (206, f"bytes 0-999/{len(whole)}")
    assert (first["Content-Length"], first["Content-Type"]) == ("1000", "application/zip")
    rest = client.get(PATH, headers={"range": "bytes=1000-", "if-range": first["ETag"]})
    assert rest.status_code == 206
    assert b"".join([*first.streaming_content, *rest.streaming_content]) == whole


@pytest.mark.parametrize(
    ("asked", "start", "stop"), [("bytes=-500", -500, None), ("bytes=5-99999999", 5, None), ("Bytes=7-7", 7, 8)]
)
def test_any_one_part_may_be_asked_for(client, asked, start, stop):
    whole = download(client)
    answer = client.get(PATH, headers={"range": asked})
    assert (answer.status_code, b"".join(answer.streaming_content)) == (206, whole[start:stop])


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "bytes=9-2", "bytes=-", "bytes=a-b", "lines=0-1", "bytes=٣-٤"])
def test_what_is_no_one_part_gives_the_whole(client, asked):
    whole = download(client)
    answer = client.get(PATH, headers={"range": asked})
    assert (answer.status_code, answer["Accept-Ranges"], b"".join(answer.streaming_content)) == (200, "bytes", whole)


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0"])
def test_beyond_the_end_its_length_is_told(client, asked):
    size = len(download(client))
    answer = client.get(PATH, headers={"range": asked})
    assert (answer.status_code, answer["Content-Range"], answer["Cache-Control"]) == (
        416,
        f"bytes */{size}",
        "no-store",
    )
    assert answer.json()["code"] == "range_not_satisfiable"


def test_one_that_was_replaced_meanwhile_comes_whole(client, peel):
    download(client)
    etag = client.get(PATH)["ETag"]
    publish(peel, summary="Newer.")
    newer = download(client)
    answer = client.get(PATH, headers={"range": "bytes=1000-", "if-range": etag})
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, newer)
    assert answer["ETag"] != etag
    dated = client.get(PATH, headers={"range": "bytes=1000-", "if-range": "Tue, 24 Nov 2026 09:30:00 GMT"})
    assert dated.status_code == 200


def test_a_head_tells_the_length_and_a_part_that_is_kept_is_not_sent(client):
    whole = download(client)
    head = client.head(PATH, headers={"range": "bytes=0-9"})
    assert (head.status_code, head["Content-Length"], head["Accept-Ranges"]) == (200, str(len(whole)), "bytes")
    held = client.get(PATH, headers={"range": "bytes=0-9", "if-none-match": head["ETag"]})
    assert (held.status_code, held.content) == (304, b"")


def test_the_server_sends_a_large_part_from_the_file_itself(client, folder, monkeypatch):
    """And a small one, as any small answer, from memory."""
    whole = download(client)
    (file,) = folder.glob("en/*.zip")
    monkeypatch.setattr("cms.gateway.IN_MEMORY", 100)

    def ask(headers=None):
        def application(environ, start_response):
            """As Django's handler hands it over."""
            response = BundleView.as_view()(RequestFactory().get(PATH, headers=headers), locale="en")
            start_response(f"{response.status_code} …", [*response.items()])
            return environ["wsgi.file_wrapper"](response.file_to_stream)

        return call(application, build_environ(make_scope("GET", PATH)))

    part = ask({"range": "bytes=50-999"})
    assert (part.status, dict(part.headers)["Content-Range"]) == (206, f"bytes 50-999/{len(whole)}")
    assert part.body == File(str(file), 50, 1000)
    assert ask({"range": "bytes=3-5"}).body == whole[3:6]
    assert ask().body == File(str(file), 0, len(whole))
