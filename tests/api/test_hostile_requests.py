"""What strangers send is answered, never failed at: every public address with hostile names, values, tokens and bodies.

`FUZZ_REQUESTS` says how many are sent at random (300), `FUZZ_SEED` which.
"""

import base64
import json
import os
import random
import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, resolve

from api.v1.sync import Token
from content.edition.documents import LOCALE_CODES
from content.public.changes import KINDS, Selection, read_newest_mark
from tests.content.desk.access.addresses import walk

pytestmark = pytest.mark.django_db
REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "300"))
SEED = int(os.environ.get("FUZZ_SEED", "15"))

#: Values that have broken something somewhere: each is put into every place where a value goes.
VALUES = {
    "empty": "",
    "spaces": "   ",
    "NUL": "a\x00b",
    "long": "x" * 10_000,
    "name longer than a file's": "x" * 300,
    "long script": "ع" * 400,
    "half a character": "\udcff",
    "other half": "a\ud800b",
    "bytes": "\xff\xfe",
    "huge number": "9" * 5_000,
    "more than a database holds": str(2**63),
    "negative": "-1",
    "no number": "NaN",
    "Arabic digits": "١٢٣",
    "up": "../../etc/passwd",
    "encoded up": "..%2f..%2fetc%2fpasswd",
    "backslash": "..\\..\\x",
    "quotes": "'\"><script>alert(1)</script>",
    "SQL": "' OR 1=1 --",
    "template": "{{7*7}}{% debug %}${7*7}",
    "line break": "a\r\nSet-Cookie: x=1",
    "deep": "[" * 5_000,
    "dots": "." * 250,
    "percent": "%",
    "format": "%s%n{0}",
    "surrogates in JSON": '"\\ud800"',
    "right to left": "\u202e\u200f\u2066",
    "emoji": "👩‍🔬" * 50,
    "uuid": "00000000-0000-0000-0000-000000000000",
    "uuid in braces": "{00000000-0000-0000-0000-000000000000}",
    "moment": "9999-12-31T23:59:59.999999-23:59",
    "year zero": "0000-00-00",
    "address": "http://localhost:8000/guides/mesotherapy-for-hair/?locale=xx&locale=en",
    "broken address": "http://[::1",
}
#: In place of each member of a token that is encoded and not signed: values of every type that JSON has.
MEMBERS = [
    "",
    "x",
    "\ud800",
    "a\x00b",
    [],
    {},
    [[]],
    {"a": 1},
    None,
    True,
    -1,
    0,
    1.5,
    2**53,
    10**30,
    [None],
    ["en"] * 9,
]
NAMES = ["locale", "locales", "types", "branch", "category", "body_area", "max_minutes", "max_sessions", "page_size"]
NAMES += ["updated_since", "cursor", "page_token", "sync_token", "q", "scheme", "css", "url", "format", "maxwidth"]
NAMES += ["maxheight", "version", "next", "p", "x\x00", "\ud800", "x" * 300]


def encode(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.fixture
def answer():
    """Ask for something as a stranger; nothing may fail, and nothing sent may come back as a header."""
    cache.clear()
    client = Client(raise_request_exception=False)

    def ask(path: str, method: str = "GET", body: bytes = b"", content_type: str = "application/json", **headers):
        response = client.generic(method, path, body, content_type=content_type, headers=headers)
        # 501 is what oEmbed's specification wants where a format is not there.
        may_be = (501,) if path.startswith("/oembed/") else ()
        assert response.status_code < 500 or response.status_code in may_be, (
            method,
            path[:300],
            headers,
            response.status_code,
        )
        assert "Set-Cookie" not in response.headers, path
        return response

    return ask


def put(value: str) -> str:
    return quote(value.encode("utf-8", "surrogatepass"), safe="")


def public_routes() -> list[str]:
    return sorted({route for route, _view in walk(get_resolver().url_patterns) if not route.startswith("admin/")})


def fill_route(route: str, value: str) -> str:
    return "/" + re.sub(r"<[^>]+>|\(\?P<path>\.\*\)", lambda _match: put(value), route)


def ask_for(given: dict[str, str]) -> str:
    return urlencode(
        {key.encode("utf-8", "surrogatepass"): value.encode("utf-8", "surrogatepass") for key, value in given.items()}
    )


def test_no_piece_of_an_address_fails(answer):
    asked = 0
    for route in public_routes():
        for value in VALUES.values() if "<" in route or "(" in route else ():
            answer(fill_route(route, value))
            asked += 1
    assert asked > 700


LISTS = ["/api/v1/guides/", "/api/v1/branches/", "/api/v1/branches/mumbai/guides/", "/api/v1/sync/", "/api/v1/search/"]
LISTS += ["/oembed/"]
OEMBED = ("url", "format", "maxwidth", "maxheight")
PAGES = ["/", "/guides/mesotherapy-for-hair/", "/embed/nodes/guides/mesotherapy-for-hair/"]


@pytest.mark.parametrize("path", LISTS)
def test_no_parameter_fails(answer, path):
    view = getattr(resolve(path).func, "view_class", None)
    taken = view.parameters().fields if view else OEMBED
    for name in NAMES:
        for value in VALUES.values() if name in taken else ["", "\ud800"]:
            answer(f"{path}?{ask_for({name: value})}")


@pytest.mark.parametrize("path", PAGES)
def test_no_parameter_of_a_page_fails(answer, path):
    for name in ("locale", "branch", "category", "scheme"):
        for value in VALUES.values():
            answer(f"{path}?{ask_for({name: value})}")


def forged_tokens(kind: str) -> Iterator[str]:
    mark = read_newest_mark()
    whole = Token(Selection(tuple(LOCALE_CODES), tuple(map(str, KINDS)), None), True, mark, 0, 0).encode(kind)
    members = json.loads(base64.urlsafe_b64decode(whole + "=" * (-len(whole) % 4)))
    for place in range(len(members)):
        for value in MEMBERS:
            yield encode([*members[:place], value, *members[place + 1 :]])
    yield from (encode(members[:-1]), encode([*members, 1]), encode({}), encode("x"), encode(None), whole[:-3])
    yield base64.urlsafe_b64encode(b"\xff\xfe").decode()
    yield base64.urlsafe_b64encode(b"[" * 700).decode().rstrip("=")


@pytest.mark.parametrize("kind", ["page", "sync"])
def test_no_forged_sync_token_fails_or_is_taken(answer, kind):
    answers = [answer(f"/api/v1/sync/?{ask_for({f'{kind}_token': token})}") for token in forged_tokens(kind)]
    assert len(answers) > 100
    assert {response.status_code for response in answers} <= {200, 400, 410}
    for member in (None, "", [], {}):
        mark = read_newest_mark()
        moment = json.loads(base64.urlsafe_b64decode(next(forged_tokens(kind)) + "=="))[3]
        token = encode([kind, 0, mark.number, moment, 0, 0, 0, 0, ["en"], ["guide"], member])
        assert answer(f"/api/v1/sync/?{kind}_token={token}").status_code == (200 if member is None else 410)


def test_no_forged_cursor_fails(answer):
    subject = "51f95a4e-b72c-5d2e-b4b8-6b4b3db9bf4d"
    whole = ["a", subject, 1, False]
    assert answer(f"/api/v1/guides/?cursor={encode(whole)}").status_code == 200
    for member in MEMBERS:
        for place in range(len(whole)):
            answer(f"/api/v1/guides/?cursor={encode([*whole[:place], member, *whole[place + 1 :]])}")
        for cursor in (member, [member]):
            answer(f"/api/v1/guides/?cursor={encode(cursor)}")
    for half in ("\ud800", "a\udfffb", "a\x00"):
        assert answer(f"/api/v1/guides/?cursor={encode([half, subject, 1, True])}").status_code == 400


def test_no_forged_preview_is_shown(answer):
    """Neither of a draft nor of a launch: not signed, signed for something else, or signed and of another shape."""
    for salt in ("content.preview", "content.launch", "else"):
        for value in (*MEMBERS, ["x", 1], [1, "x"], [1, 2, 3], [10**30, 1], [1, 10**30]):
            if value == "\ud800":
                continue
            for token in (signing.dumps(value, salt=salt), signing.Signer(salt=salt).sign_object(value)):
                for path in (f"/preview/{token}/", f"/api/v1/preview/{token}/guides/x/"):
                    assert answer(path).status_code in (404, 410)
                shown = answer("/api/v1/guides/", **{"Preview-Token": token})
                assert shown.status_code == 410
    for value in VALUES.values():
        if value.isascii() and value.isprintable() and value.strip():
            assert answer("/api/v1/guides/", **{"Preview-Token": value}).status_code == 410


@pytest.mark.parametrize("name", ["Accept", "Accept-Encoding", "Accept-Language", "If-None-Match", "If-Modified-Since"])
def test_no_header_fails(answer, name):
    for value in VALUES.values():
        for path in ("/api/v1/guides/", "/guides/mesotherapy-for-hair/", "/embed/nodes/guides/"):
            answer(path, **{name: value.encode("utf-8", "replace").decode("latin-1").replace("\r\n", "")})


BODIES = [b"", b"\xff", b"[" * 900, b"null", b"1e400", b'"\\ud800"', b"{}", b"[]", b'{"a":' * 150, b"x" * 20_000]


@pytest.mark.parametrize("path", ["/app/mistakes/", "/embed/seen/"])
def test_no_body_fails(answer, path, mesotherapy):
    note = {"guide": str(mesotherapy.translation_key), "locale": "en", "version": 1, "section": "process", "text": "x"}
    note |= {"host": "x.example", "what": "shown", "way": "frame", "branch": "mumbai", "digest": "0" * 64}
    bodies = [*BODIES, *(json.dumps(note | {name: value}).encode() for name in note for value in MEMBERS)]
    for kind in ("application/json", "text/plain", "multipart/form-data; boundary=x", "x/" + "y" * 300):
        for body in bodies:
            cache.clear()
            answer(path, "POST", body, kind)


def test_nothing_that_is_sent_at_random_fails(answer):
    """All kinds at once; more of them by FUZZ_REQUESTS."""
    chance = random.Random(SEED)
    routes, values = public_routes(), list(VALUES.values())
    for _number in range(REQUESTS):
        path = fill_route(chance.choice(routes), chance.choice([*values, "mesotherapy-for-hair", "mumbai", "en"]))
        names = chance.sample(NAMES, chance.randrange(3))
        query = ask_for({name: chance.choice(values) for name in names})
        method = chance.choice(["GET", "GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE", "PROPFIND"])
        answer(f"{path}?{query}", method, chance.choice(BODIES) if method in ("POST", "PUT") else b"")
    assert REQUESTS > 0
