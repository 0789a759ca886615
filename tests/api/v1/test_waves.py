"""Cards by sync: what a first screen needs, before the guides."""

import gzip

import brotli
import pytest

from api.tokens import decode_token, encode_token
from cms.compression import COMPRESSORS, QUICK_COMPRESSORS
from tests.support.changes import publish, recall
from tests.support.copies import Copy, fetch_all

pytestmark = pytest.mark.django_db
DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress}


def test_cards_are_those_of_the_list(client):
    copy = Copy(client, types="card", locales="en")
    copy.sync()
    cards = client.get("/api/v1/guides/", {"locale": "en", "page_size": 100}).json()["results"]
    assert sorted(copy.things) == sorted(("card", card["id"], "en") for card in cards)
    assert all(copy.things["card", card["id"], "en"] == card for card in cards)


def test_an_item_has_the_state_and_version_of_the_guide_and_no_sections(client):
    (card,), (guide,) = (
        client.get("/api/v1/sync/", {"types": name, "locales": "en", "page_size": 1}).json()["items"]
        for name in ("card", "guide")
    )
    same = ("id", "locale", "slug", "state", "version", "digest", "notice")
    assert [card[name] for name in same] == [guide[name] for name in same]
    assert (card["type"], card["changed_sections"], "sections" in card["document"]) == ("card", [], False)


def test_what_changes_or_goes_comes_with_a_delta(client, peel, mesotherapy):
    copy = Copy(client, types="card,group", locales="en")
    copy.sync()
    publish(peel, summary="Another summary.")
    recall(mesotherapy)
    page = copy.ask(sync_token=copy.token)
    told = {item["id"]: item for item in page["items"]}
    assert told[str(peel.translation_key)]["document"]["summary"] == "Another summary."
    gone = told[str(mesotherapy.translation_key)]
    assert (gone["type"], gone["state"], gone["document"]) == ("card", "recalled", None)
    assert gone["notice"]["reason"] == page["recalls"][0]["reason"]
    copy.sync()
    assert copy.things == fetch_all(locales="en", types="card,group")


def test_a_copy_of_everything_has_no_cards(client):
    copy = Copy(client)
    copy.sync()
    assert "card" not in {kind for kind, _id, _locale in copy.things}


def test_fields_choose_of_cards_too(client):
    items = client.get("/api/v1/sync/", {"types": "card", "fields": "title,facts"}).json()["items"]
    assert {tuple(item["document"]) for item in items} == {("title", "facts")}


def test_a_copy_has_guides_or_cards(client):
    answer = client.get("/api/v1/sync/", {"types": "guide,card"})
    assert (answer.status_code, answer.json()["parameter"]) == (400, "types")
    assert "leave out guide or card" in answer.json()["detail"]


def test_a_token_of_both_is_none_of_ours(client):
    copy = Copy(client, types="card", locales="en")
    copy.sync()
    *values, _kinds, branch = decode_token(copy.token)
    answer = client.get("/api/v1/sync/", {"sync_token": encode_token([*values, ["guide", "card"], branch])})
    assert (answer.status_code, answer.json()["code"]) == (410, "start_again")


def test_a_page_of_cards_is_bounded_by_their_own_bytes(client, monkeypatch):
    monkeypatch.setattr("api.v1.sync.MAX_BYTES", 12_000)
    sizes = {
        name: len(client.get("/api/v1/sync/", {"types": name, "locales": "en"}).json()["items"])
        for name in ("guide", "card")
    }
    assert sizes == {"guide": 1, "card": 4}


@pytest.mark.parametrize("chosen", [{"types": "card"}, {"text": "html"}, {"fields": "title,sections"}])
def test_a_copy_of_less_is_compressed_well_and_a_whole_one_soon(client, chosen):
    """A guide alone is stored compressed well: what has less of it may not be longer."""
    for asked, compressors in ((chosen, COMPRESSORS), ({}, QUICK_COMPRESSORS)):
        for accepted, encoding in (("gzip, br", "br"), ("gzip", "gzip")):
            answer = client.get("/api/v1/sync/", asked, headers={"accept-encoding": accepted})
            assert answer["Content-Encoding"] == encoding
            assert answer.content == compressors[encoding](DECODERS[encoding](answer.content))
