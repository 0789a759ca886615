"""Texts for everybody are compressed as the client accepts it, and say the same then; what is for one person is not."""

import gzip
import re

import brotli
import pytest
from django.contrib.auth import get_user_model
from django.urls import get_resolver, reverse

from api.embeds.scripts import digest_of, read_current
from cms.compression import LEAST, is_text
from content.desk.notifications.stopping import EVERY_DIGEST, make_token
from content.model.preview_links import make_link
from tests.content.desk.access.addresses import walk
from tests.support.changes import recall

pytestmark = pytest.mark.django_db
DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress}
STYLES = "/static/web/site.css"
#: Parameter of a route -> what stands for it.
VALUES = {
    "branch": "mumbai",
    "digest": digest_of(read_current()),
    "guide": "mesotherapy-for-hair",
    "key": "mesotherapy-for-hair",
    "locale": "en",
    "path": "nothing/",
    "section": "safety",
}
OEMBED = "oembed/?url=http://localhost:8000/guides/mesotherapy-for-hair/"
#: Route -> what is asked for instead.
ASKED = {
    "api/v1/search/": "api/v1/search/?q=hair",
    "branches/<str:key>/": "branches/mumbai/",
    "oembed/": OEMBED,
}
#: With parameters, of moved or of missing things, and files.
MORE = [
    *(
        "api/v1/guides/?fields=title,summary",
        "api/v1/guides/mesotherapy-for-hair/?text=plain",
        "api/v1/schema/?openapi=3.0",
    ),
    *("api/v1/sync/?types=card,group", "api/v1/guides/?page_size=x", "api/v1/guides/superficial-chemical-peel/"),
    *("guides/superficial-chemical-peel/", "guides/never-was/", "guides/mesotherapy-for-hair/?locale=hi", "nothing"),
    *("embed/fragment/guides/superficial-chemical-peel/", "embed/nodes/guides/never-was/", OEMBED + "&format=xml"),
    *(STYLES[1:], "static/phone/screens.js"),
]
#: What is for one person, or for a few.
PRIVATE = {"preview/<str:token>/", "api/v1/preview/<str:token>/guides/<str:guide>/", "mails/stop/<str:token>/"}


def read(response) -> bytes:
    return b"".join(response)


def public_addresses() -> list[str]:
    routes = {route for route, _view in walk(get_resolver().url_patterns) if not route.startswith("admin/")}
    fill = re.compile(r"<\w+:(\w+)>|\(\?P<(path)>.*\)")
    pictures = {route for route in routes if "renditions" in route}
    assert routes >= PRIVATE
    filled = [
        ASKED.get(route) or fill.sub(lambda named: VALUES[named[1] or named[2]], route)
        for route in routes - PRIVATE - pictures
    ]
    return sorted(f"/{address}".replace("\\Z", "") for address in [*filled, *MORE])


def find_faults(client, address: str) -> list[str]:
    """What is wrong with the encodings of an address, whose answer is a text that is long enough for any."""
    plain = client.get(address)
    whole, faults = read(plain), []
    if "Content-Encoding" in plain or "Accept-Encoding" not in plain.get("Vary", ""):
        faults.append(f"{address}: {dict(plain.headers)}")
    for accepted, encoding in (("br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("gzip;q=0, br", "br")):
        packed = client.get(address, headers={"accept-encoding": accepted})
        body = read(packed)
        same = all(packed.get(name) == plain.get(name) for name in ("Vary", "Cache-Control", "Content-Type"))
        is_right = packed.get("Content-Encoding") == encoding and packed["Content-Length"] == str(len(body)) and same
        if not is_right or DECODERS[encoding](body) != whole or len(body) > len(whole) / 1.5:
            faults.append(f"{address}, {accepted}: {dict(packed.headers)}, {len(body)} bytes of {len(whole)}")
    return faults


def is_compressible(answer) -> bool:
    return len(read(answer)) >= LEAST and is_text(answer["Content-Type"])


def test_every_text_at_every_public_address_is_compressed_and_says_the_same(client, peel):
    recall(peel)
    addresses = [address for address in public_addresses() if is_compressible(client.get(address))]
    assert len(addresses) > 40
    assert [fault for address in addresses for fault in find_faults(client, address)] == []


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


def test_what_is_for_one_person_is_sent_as_it_is(client, as_user, peel):
    """From the length of a page with a secret and with words of somebody else, the secret could be guessed."""
    editor = get_user_model().objects.get(username="editor")
    token = make_link(peel, editor).token
    answers = [
        as_user("editor").get(reverse("wagtailadmin_home"), headers={"accept-encoding": "br, gzip"}),
        *(
            client.get(path, headers={"accept-encoding": "br, gzip"})
            for path in (
                f"/preview/{token}/",
                f"/api/v1/preview/{token}/guides/{peel.slug}/",
                f"/mails/stop/{make_token(editor, EVERY_DIGEST)}/",
            )
        ),
    ]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert not any("Content-Encoding" in answer for answer in answers)
