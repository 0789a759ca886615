"""Texts for everybody are compressed as the client accepts it, and say the same then; what is for one person is not."""

import gzip

import brotli
import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress}
STYLES = "/static/web/site.css"
TEXTS = [
    *("/", "/guides/mesotherapy-for-hair/", "/branches/mumbai/", "/sitemap.xml", "/app/", "/embed/v1.js", STYLES),
    *("/embed/frame/guides/mesotherapy-for-hair/safety/", "/static/phone/screens.js"),
]


def read(response) -> bytes:
    return b"".join(response)


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, deflate, br, zstd", "br"), ("br;q=0, gzip", "gzip")])
@pytest.mark.parametrize("path", TEXTS)
def test_a_text_is_less_than_half_as_long_and_the_same(client, path, accepted, encoding):
    plain = client.get(path)
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in plain["Vary"]
    packed = client.get(path, headers={"accept-encoding": accepted})
    body = read(packed)
    assert packed["Content-Encoding"] == encoding
    assert packed["Content-Length"] == str(len(body))
    whole = read(plain)
    assert DECODERS[encoding](body) == whole
    assert len(body) < len(whole) / 2
    for name in ("Vary", "Cache-Control", "Content-Type"):
        assert packed.get(name) == plain.get(name)


def test_each_encoding_of_a_file_has_its_etag_and_is_answered_with_304(client):
    lines = [{}, {"accept-encoding": "gzip"}, {"accept-encoding": "br"}]
    answers = [client.get(STYLES, headers=line) for line in lines]
    tags = [answer["ETag"] for answer in answers]
    assert len(set(tags)) == 3
    for tag, line in zip(tags, lines, strict=True):
        again = client.get(STYLES, headers={**line, "if-none-match": tag})
        assert (again.status_code, again["ETag"], read(again)) == (304, tag, b"")


def test_part_of_a_file_is_of_its_own_bytes(client):
    part = client.get(STYLES, headers={"range": "bytes=0-9", "accept-encoding": "br"})
    assert part.status_code == 206
    assert "Content-Encoding" not in part
    assert read(part) == read(client.get(STYLES))[:10]


def test_what_is_for_one_person_is_sent_as_it_is(as_user):
    """From the length of a page with a secret and with words of somebody else, the secret could be guessed."""
    response = as_user("editor").get(reverse("wagtailadmin_home"), headers={"accept-encoding": "br, gzip"})
    assert response.status_code == 200
    assert "Content-Encoding" not in response
