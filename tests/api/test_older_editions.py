"""Editions keep what the code of their day compiled: they are served as they are, by code that knows more, or less."""

import copy
import io
import json
from collections.abc import Iterable
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from api.v1.archives import build_bundle
from cms.bundles import Choice
from content.desk.sightings.models import Sighting
from content.edition.encoding import encode
from content.edition.models import Current, Edition, SearchTerm
from content.edition.reducing import read_content, reduce
from content.model.branches.models import Offering
from content.model.days import today
from content.model.guides.models import GuidePage
from content.model.sections import SECTIONS
from content.model.snippets.models import Therapy
from content.model.vocabulary import SectionKey
from content.public.changes import read_newest_mark
from content.release.indexing import index_stale
from content.release.sparing import walk_objects
from content.release.unchanged import is_offered_so
from tests.support import older
from tests.support.changes import recall

pytestmark = pytest.mark.django_db
GUIDE = "mesotherapy-for-hair"
BRANCH = "mumbai"
FACTS = [(str(section.key), name) for section in SECTIONS for name in section.facts().fields]


def find_section_doors(key: str) -> list[str]:
    """Each shows one section of the guide, and nothing else."""
    return [
        f"/api/v1/guides/{GUIDE}/sections/{key}/",
        f"/guides/{GUIDE}/{key}/",
        f"/guides/{GUIDE}/{key}.md",
        *(f"/embed/{way}/guides/{GUIDE}/{key}/" for way in ("frame", "nodes", "fragment")),
        f"/oembed/?url=http://localhost:8000/guides/{GUIDE}/{key}/",
    ]


def find_doors() -> list[str]:
    """Each shows the guide, whole or in brief, alone or among others."""
    return [
        "/api/v1/guides/",
        f"/api/v1/guides/{GUIDE}/",
        f"/api/v1/branches/{BRANCH}/guides/",
        f"/api/v1/branches/{BRANCH}/guides/{GUIDE}/",
        "/api/v1/sync/",
        "/api/v1/search/?q=mesotherapy",
        "/",
        "/guides/",
        f"/guides/{GUIDE}/",
        f"/guides/{GUIDE}.md",
        f"/branches/{BRANCH}/",
        "/llms.txt",
        "/sitemap.xml",
        *(f"/embed/{way}/guides/" for way in ("frame", "nodes", "fragment")),
        *(f"/embed/{way}/guides/{GUIDE}/?branch={BRANCH}" for way in ("frame", "nodes", "fragment")),
        f"/embed/fragment/branches/{BRANCH}/",
        f"/oembed/?url=http://localhost:8000/guides/{GUIDE}/%23safety",
    ]


def find_wrong_doors(client, page: GuidePage, sections: Iterable[str]) -> list[str]:
    """Which don't answer 200; or, of a section that the edition lacks, as they answer of one that there is not."""
    client.raise_request_exception = False
    there = {section["key"] for section in read_content(older.find_current(page).edition)["sections"]}
    wrong = [address for address in find_doors() if client.get(address).status_code != 200]
    for key in sections:
        for address, unknown in zip(find_section_doors(key), find_section_doors("unknown"), strict=True):
            answer = client.get(address)
            if (answer.status_code, answer.get("Content-Type")) != (
                (200, answer["Content-Type"]) if key in there else (404, client.get(unknown)["Content-Type"])
            ):
                wrong.append(address)
    return wrong


def ask_every_door(client, page: GuidePage, sections: Iterable[str] = SectionKey.values) -> None:
    assert find_wrong_doors(client, page, sections) == []
    build_bundle(Choice(("en",)), read_newest_mark(), io.BytesIO())
    current = older.find_current(page)
    SearchTerm.objects.filter(current=current).delete()
    index_stale()
    assert SearchTerm.objects.filter(current=current).exists()


def hold_and_recall(page: GuidePage) -> None:
    """What is held is made of its edition again, less what must not be shown: nothing else is lost, or comes in."""
    current = older.find_current(page)
    before = read_content(current.edition)
    assert reduce(current).content == before
    therapy = Therapy.objects.get(name="Topical minoxidil")
    therapy.summary = "Nobody has signed this."
    therapy.save()
    recall(page, SectionKey.PROCESS)
    after = read_content(older.find_current(page).edition)
    for old, new in zip(before["sections"], after["sections"], strict=True):
        assert bool(new["recall"]) == (new["key"] == SectionKey.PROCESS)
        assert new["recall"] or new == old


def find_blocks(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for section in content["sections"] for block in section["blocks"]]


def test_what_lacks_nothing_is_served(client, mesotherapy):
    ask_every_door(client, mesotherapy)


@pytest.mark.parametrize("key", SectionKey.values)
def test_an_edition_is_served_that_lacks_a_section(client, mesotherapy, monkeypatch, as_user, key):
    def change(content: dict[str, Any]) -> None:
        content["sections"] = [section for section in content["sections"] if section["key"] != key]

    older.compile_as(monkeypatch, mesotherapy, change)
    ask_every_door(client, mesotherapy)
    hold_and_recall(mesotherapy)
    history = reverse("history", args=["guide", mesotherapy.translation_key, "en"])
    assert as_user("editor").get(history).status_code == 200


@pytest.mark.parametrize(("key", "fact"), FACTS)
def test_an_edition_is_served_that_lacks_a_fact(client, mesotherapy, monkeypatch, key, fact):
    def change(content: dict[str, Any]) -> None:
        for section in content["sections"]:
            section["facts"].pop(fact, None)

    older.compile_as(monkeypatch, mesotherapy, change)
    ask_every_door(client, mesotherapy, sections=[key])
    hold_and_recall(mesotherapy)


@pytest.mark.parametrize(("name", "old"), [("value", {}), ("type", "retired")], ids=["say less", "are no more"])
def test_an_edition_is_served_whose_blocks_are_older(client, mesotherapy, monkeypatch, name, old):
    def change(content: dict[str, Any]) -> None:
        for block in find_blocks(content):
            block[name] = old

    older.compile_as(monkeypatch, mesotherapy, change)
    ask_every_door(client, mesotherapy)
    hold_and_recall(mesotherapy)


def test_an_edition_is_served_whose_codes_there_are_no_more(client, mesotherapy, monkeypatch):
    def change(content: dict[str, Any]) -> None:
        for values in walk_objects(content):
            for name in {"body_area", "evidence_level", "anaesthesia", "discomfort", "kind", "frequency"} & set(values):
                values[name] = "as_before"
            if "suits_severity" in values:
                values["suits_severity"] = ["as_before"]

    older.compile_as(monkeypatch, mesotherapy, change)
    ask_every_door(client, mesotherapy)
    assert "as before" in client.get(f"/guides/{GUIDE}/").content.decode()
    hold_and_recall(mesotherapy)


def test_an_edition_is_served_with_a_section_that_there_is_no_more(client, mesotherapy, monkeypatch):
    def change(content: dict[str, Any]) -> None:
        retired = copy.deepcopy(content["sections"][0])
        content["sections"].append(retired | {"key": "retired", "heading": "As it was", "html": "<p>Zebras.</p>"})

    older.compile_as(monkeypatch, mesotherapy, change)
    ask_every_door(client, mesotherapy)
    assert "As it was" in client.get(f"/guides/{GUIDE}/").content.decode()
    assert client.get("/api/v1/search/?q=zebras").json()["results"] == []  # nothing of it has an address
    hold_and_recall(mesotherapy)


def test_a_branch_is_served_whose_codes_there_are_no_more(client):
    current = Current.objects.select_related("edition").get(kind="branch", slug=BRANCH)
    document = json.loads(bytes(current.edition.body))
    document["theme"] |= {"font": "as_before", "scheme": "as_before"}
    document["address"]["country"] = document["opening_hours"][0]["day"] = "as_before"
    Edition.objects.filter(pk=current.edition.pk).update(body=encode(document))
    doors = [f"/embed/{way}/branches/{BRANCH}/" for way in ("frame", "nodes", "fragment")]
    for address in (*doors, *find_doors(), "/branches/", "/api/v1/branches/", f"/api/v1/branches/{BRANCH}/"):
        assert client.get(address).status_code == 200, address


def test_an_offering_that_was_compiled_before_a_field_was_added_does_not_look_edited():
    current = Current.objects.select_related("edition").filter(kind="offering", state="live").first()
    offering = Offering.objects.get(pk=current.subject)
    document = json.loads(bytes(current.edition.body))
    del document["note"]
    Edition.objects.filter(pk=current.edition.pk).update(body=encode(document))
    offering.note = ""
    assert is_offered_so(offering)
    offering.note = "Typed since."
    assert not is_offered_so(offering)


def test_where_a_section_is_shown_is_listed_though_there_is_no_such_section_any_more(as_user, mesotherapy):
    Sighting.objects.create(
        day=today(), host="pune.example", what="shown", way="element",
        guide=str(mesotherapy.translation_key), section="retired", locale="en", count=1,
    )  # fmt: skip
    assert "retired" in as_user("publisher").get(reverse("sightings")).content.decode()


def test_what_was_done_with_a_guide_is_told_though_nobody_can_do_it_any_more(as_user, mesotherapy):
    entry = PageLogEntry.objects.filter(page=mesotherapy.pk).first()
    PageLogEntry.objects.filter(pk=entry.pk).update(action="guides.retired")
    answer = as_user("publisher").get(reverse("audit", args=[mesotherapy.pk]))
    assert "guides.retired" in answer.content.decode()
