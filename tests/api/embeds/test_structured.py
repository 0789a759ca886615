"""JSON-LD: read by a processor that others have written, in words that schema.org has."""

import json
import re

import pytest
from pyld import jsonld
from rdflib.namespace import SDO

from api.embeds.structured import ASPECTS
from tests.support import signing

pytestmark = pytest.mark.django_db
SCHEMA = "https://schema.org/"
#: Every term of the vocabulary, as rdflib ships it.
KNOWN = {str(term) for term in dir(SDO)}
#: What https://schema.org itself answers as its context, as far as it is asked for here.
CONTEXT = {
    "@context": {
        "@vocab": SCHEMA,
        "url": {"@type": "@id"},
        "image": {"@type": "@id"},
        "hasHealthAspect": {"@type": "@vocab"},
        "lastReviewed": {"@type": "Date"},
        "dateModified": {"@type": "DateTime"},
        "datePublished": {"@type": "DateTime"},
    }
}


def load(address: str, options: dict) -> dict:
    assert address.rstrip("/") == SCHEMA.rstrip("/")
    return {"contextUrl": None, "documentUrl": address, "document": CONTEXT}


def read(client, path: str) -> dict:
    html = client.get(path).content.decode()
    found = re.findall(r'(?s)<script type="application/ld\+json">(.*?)</script>', html)
    assert len(found) == 1
    return json.loads(found[0])


def words_of(node: object) -> set[str]:
    """Every type, property and member of an enumeration in an expanded document."""
    if isinstance(node, list):
        return set().union(*map(words_of, node))
    if not isinstance(node, dict):
        return set()
    words = set(node.get("@type", [])) if isinstance(node.get("@type"), list) else set()
    if str(node.get("@id", "")).startswith(SCHEMA):
        words.add(node["@id"])
    for name, value in node.items():
        words |= ({name} if not name.startswith("@") else set()) | words_of(value)
    return words


@pytest.mark.parametrize(
    "path",
    [
        "/embed/fragment/guides/mesotherapy-for-hair/",
        "/embed/fragment/guides/mesotherapy-for-hair/safety/?branch=mumbai",
        "/embed/fragment/guides/superficial-chemical-peel/process/",
        "/guides/mesotherapy-for-hair/",
    ],
)
def test_every_word_is_one_of_schema_org(client, path):
    expanded = jsonld.expand(read(client, path), {"documentLoader": load})
    words = words_of(expanded)
    assert f"{SCHEMA}MedicalWebPage" in words
    assert words - KNOWN == set()


def test_an_unknown_word_would_be_seen():
    assert f"{SCHEMA}lastReviewed" in KNOWN
    assert f"{SCHEMA}isSignedOffBy" not in KNOWN


def test_it_says_what_it_is_about_who_checked_it_and_when(client):
    page = read(client, "/embed/fragment/guides/mesotherapy-for-hair/")
    assert page["lastReviewed"] == "2026-09-14"
    assert page["reviewedBy"]["name"] == "Dr Asha Rao"
    assert page["mainEntity"]["name"] == "Mesotherapy for hair"
    assert "Redness" in [risk["name"] for risk in page["mainEntity"]["adverseOutcome"]]
    assert [part["hasHealthAspect"] for part in page["hasPart"]] == [f"{SCHEMA}{aspect}" for aspect in ASPECTS.values()]
    one = read(client, "/embed/fragment/guides/mesotherapy-for-hair/safety/")
    assert [part["hasHealthAspect"] for part in one["hasPart"]] == [f"{SCHEMA}SafetyHealthAspect"]


def test_no_text_can_end_its_script(client, peel):
    peel.summary = "</script><script>alert(1)</script><!--"
    signing.publish(peel)
    html = client.get(f"/embed/fragment/guides/{peel.slug}/").content.decode()
    data = re.search(r'(?s)<script type="application/ld\+json">(.*?)</script>', html)[1]
    assert json.loads(data)["description"] == peel.summary
    assert "<" not in data


def test_a_list_and_what_is_gone_say_nothing(client, peel):
    peel.unpublish()
    for path in ("/embed/fragment/branches/mumbai/", f"/embed/fragment/guides/{peel.slug}/"):
        assert b"ld+json" not in client.get(path).content
