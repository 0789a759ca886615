"""Programs on other websites may send and read every header that the documents tell them of."""

import re

import pytest
from corsheaders.defaults import default_headers

from tests.support import ROOT

pytestmark = pytest.mark.django_db
PATH = "/api/v1/guides/mesotherapy-for-hair/"
ORIGIN = "https://pune.example"
#: What browsers allow without asking (the Fetch standard: CORS-safelisted).
SENT_ANYWAY = {"accept", "accept-language", "content-language", "content-type"}
READ_ANYWAY = {
    *("cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma")
}
ROW = re.compile(r"^\| (`[^|]+) \| (you|us) \|", re.MULTILINE)
#: A header in the running text: with a hyphen, or one of the few that have none.
NAMED = re.compile(r"`([A-Z][A-Za-z]*(?:-[A-Z][A-Za-z]*)+|Accept|Deprecation|ETag|Link|Sunset|Vary)[`:]")


def read_table() -> dict[str, set[str]]:
    """Who says them -> headers in small letters, as docs/contract.md lists them."""
    told: dict[str, set[str]] = {"you": set(), "us": set()}
    for names, who in ROW.findall((ROOT / "docs/contract.md").read_text()):
        told[who] |= {name.lower() for name in re.findall("`([^`]+)`", names)}
    return told


def test_the_table_has_every_header_that_the_documents_name():
    told = read_table()
    documents = ("api-guide", "contract", "native-apps", "phone")
    named = {name.lower() for page in documents for name in NAMED.findall((ROOT / f"docs/{page}.md").read_text())}
    assert len(named) > 10
    assert named - told["you"] - told["us"] == set()


@pytest.mark.parametrize("path", [PATH, "/api/v1/guides/", "/api/v1/guides/never-was/", "/api/v1/guides/Peel/"])
def test_a_browser_shows_in_a_preview_nothing_that_it_keeps_of_the_public_answer(client, path):
    answer = client.get(path)
    assert "Preview-Token" in answer["Vary"].split(", ")
    if answer.status_code == 200:
        assert "Preview-Token" in client.get(path, headers={"if-none-match": answer["ETag"]})["Vary"].split(", ")


@pytest.mark.parametrize("path", [PATH, "/api/v1/release/", "/api/v1/guides/never-was/", "/api/v1/guides/?colour=red"])
def test_what_is_told_may_be_read_also_of_a_problem(client, path):
    exposed = client.get(path, headers={"origin": ORIGIN})["Access-Control-Expose-Headers"].lower().split(", ")
    assert read_table()["us"] - READ_ANYWAY == set(exposed) - READ_ANYWAY


def test_what_is_told_may_be_sent(client):
    names = read_table()["you"] - SENT_ANYWAY
    assert {"preview-token", "traceparent"} <= names
    asked = {"access-control-request-method": "GET", "access-control-request-headers": ",".join(sorted(names))}
    preflight = client.options(PATH, headers={"origin": ORIGIN, **asked})
    allowed = set(preflight["Access-Control-Allow-Headers"].split(", "))
    assert names <= allowed
    assert allowed - names <= set(default_headers), "nothing else is allowed than what is told"
