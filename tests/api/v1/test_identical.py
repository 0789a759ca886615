"""What is not published changes no byte of any answer; and no request, however hostile, is answered with a 5xx.

The same requests are made twice: before and after words are written that nobody has published.
"""

import itertools
import json
import random

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from jsonschema import Draft202012Validator

from api.v1.schema import VERSIONS
from content.model.branches.models import BranchPage
from content.model.guides.models import GuideIndexPage, GuidePage
from content.model.snippets.models import Category, Citation, Clinician, Therapy
from tests.support.closed import build_closed
from tests.support.public import find_addresses

pytestmark = pytest.mark.django_db
CANARY = "CANARY-51d0"
HOSTILE = [
    *("\x00", "a\x00b", "10" * 10, str(10**20), "-1", "0", "1e9", "NaN", "Infinity", "", " ", "%00", "..", "../../etc"),
    *("[" * 8000, '{"a":' * 1600, "null", "true", "'; DROP TABLE content_edition; --", "<script>alert(1)</script>"),
    *("\ud800", "\udfff\ud800", "\u202e", "é" * 300, "😀", "\r\nSet-Cookie: a=b", "9999-99-99", "0001-01-01T00:00:00Z"),
    *("9999-12-31T23:59:59-23:59", "2026-11-24T09:30", "hi\n", "EN", "en-GB", "mumbai ", "a" * 5000),
]
HEADERS = [
    {"if-none-match": "*"},
    {"if-none-match": 'W/"x", "y"'},
    {"if-none-match": '"unclosed'},
    {"if-modified-since": "yesterday"},
    {"accept": "text/html"},
    {"accept": "\x7f;q=x"},
    {"accept-encoding": "br;q=1.0, gzip;q=0.5, *;q=0"},
    {"accept-encoding": ",;,;q="},
    {"range": "bytes=0-10"},
    {"accept-language": "x" * 4000},
    {"origin": "null"},
]


def quote(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))


def hostile_requests(chance: random.Random) -> list[tuple[str, str, dict]]:
    """(method, address, headers): each documented parameter and path part with each hostile value, and more."""
    document = json.loads(VERSIONS["3.1"].read_text())
    found = []
    for path, operations in document["paths"].items():
        parameters = operations["get"].get("parameters", [])
        good = {"guide": "mesotherapy-for-hair", "branch": "mumbai", "section": "safety", "token": "x", "locale": "en"}
        plain = path.format(**good) if "{" in path else path
        for parameter, value in itertools.product(parameters, HOSTILE):
            if parameter["in"] == "path":
                found.append((path.format(**{**good, parameter["name"]: quote(value).replace("%2F", "%252F")}), {}))
            else:
                found.append((f"{plain}?{parameter['name']}={quote(value)}", {}))
                found.append((f"{plain}?{parameter['name']}=1&{parameter['name']}={quote(value)}", {}))
        found += [(f"{plain}?{quote(value)}=1", {}) for value in HOSTILE]
        found += [(plain, headers) for headers in HEADERS]
    methods = ["GET"] * 8 + ["HEAD", "OPTIONS", "POST", "DELETE"]
    return [(chance.choice(methods), address, headers) for address, headers in found]


def answer_all(requests: list[tuple[str, str, dict]]) -> list[tuple]:
    client = Client(raise_request_exception=False)
    answers = []
    for method, address, headers in requests:
        response = client.generic(method, address, headers=headers)
        kept = {name: value for name, value in response.headers.items() if name != "Content-Length"}
        answers.append((response.status_code, response.getvalue(), kept))  # a bundle that is ready is streamed
    return answers


def write_what_is_not_public(mesotherapy: GuidePage) -> None:
    """Drafts, a guide that was never public, snippets that nothing public shows, a branch's draft, an account."""
    for page in GuidePage.objects.all():
        page.title = page.summary = page.safety_lead = CANARY
        page.slug = f"{CANARY}-{page.pk}".lower()
        page.save_revision(clean=False)
    index = GuideIndexPage.objects.get(locale__language_code="en")
    index.add_child(instance=GuidePage(title=CANARY, slug="a-secret", live=False)).save_revision(clean=False)
    branch = BranchPage.objects.first()
    branch.title = branch.address = CANARY
    branch.save_revision(clean=False)
    Clinician.objects.create(name=CANARY, role=CANARY, registration_body=CANARY, registration_number="1")
    Citation.objects.create(title=CANARY, source=CANARY, url="https://canary.example/", evidence_level="expert")
    Therapy.objects.create(name=CANARY, kind="topical", locale=mesotherapy.locale)
    get_user_model().objects.create_user(CANARY)


@pytest.fixture(scope="module")
def problem_validator():
    schemas = build_closed("3.1")["components"]
    return Draft202012Validator({"$ref": "#/components/schemas/ProblemDocument", "components": schemas})


def test_unpublished_words_change_no_byte_of_more_than_2000_answers(mesotherapy, problem_validator):
    requests = hostile_requests(random.Random(1))
    requests += [("GET", address, {}) for address in find_addresses()]
    requests += [("GET", f"/api/v1/guides/{key}/", {}) for key in ("a-secret", CANARY.lower())]
    assert len(requests) >= 2000
    before = answer_all(requests)
    write_what_is_not_public(mesotherapy)
    after = answer_all(requests)
    for request, old, new in zip(requests, before, after, strict=True):
        assert old == new, request
    for (method, address, _headers), (status, body, headers) in zip(requests, after, strict=True):
        assert status < 500, (method, address)
        assert CANARY.encode() not in body
        if status >= 400 and address.startswith("/api/") and method != "HEAD":
            assert headers["Content-Type"] == "application/problem+json", (method, address, status)
            problem_validator.validate(json.loads(body))


def test_a_category_is_public_at_once_and_would_be_seen(api):
    """The test above proves something: a word that is public does change an answer."""
    before = api("vocabulary/").content
    Category.objects.create(name=CANARY, slug="canary", locale_id=1)
    assert api("vocabulary/").content != before
