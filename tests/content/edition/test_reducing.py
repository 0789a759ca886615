"""What is held stays public, less what must not be shown: nothing unsigned goes out, no guide comes off."""

import json
from typing import Any

import pytest
from django.urls import reverse
from wagtail.rich_text import RichText

from content.edition.encoding import digest_of
from content.edition.models import Current
from content.edition.reducing import read_content, reduce
from content.model.guides.models import GuidePage
from content.model.notices.models import Recall
from content.model.publishing import Refused, publishing
from content.model.snippets.models import Citation, Therapy
from content.model.vocabulary import Kind, State
from content.release.notices import recalling
from tests.support import older, signing

pytestmark = pytest.mark.django_db
GUIDE = "guides/mesotherapy-for-hair/"
UNSIGNED = "Unsigned words."


@pytest.fixture
def held(mesotherapy) -> GuidePage:
    hold()
    return mesotherapy


def hold() -> None:
    """Nobody has signed a therapy that the guide shows as it is now."""
    therapy = Therapy.objects.get(name="Topical minoxidil")
    therapy.summary = UNSIGNED
    therapy.save()


def add_picture(page: GuidePage, field: str) -> None:
    image = getattr(page, field).stream_block.child_blocks["image"]
    block = {"image": {"image": page.hero.pk, "decorative": False, "alt_text": "A scalp"}, "caption": "Before"}
    getattr(page, field).append(("image", image.to_python(block)))


def test_nothing_is_lost_where_nothing_is_taken_off():
    for current in Current.objects.filter(kind=Kind.GUIDE, state=State.LIVE).select_related("edition"):
        assert digest_of(read_content(current.edition)) == current.edition.digest
        reduced = reduce(current)
        card = {key: value for key, value in current.edition.card.items() if key in reduced.card}
        assert (reduced.digest, reduced.card) == (current.edition.digest, card)


def test_a_withheld_picture_and_an_unsigned_citation_leave_the_guide_as_it_was_without_the_picture(mesotherapy, api):
    """Two changes that an editor may make: they take the picture off, and nothing else."""
    add_picture(mesotherapy, "process_blocks")
    signing.publish(mesotherapy)
    before = api(GUIDE).json()
    citation = mesotherapy.guide_citations.first().citation
    citation.title = UNSIGNED
    citation.save()
    hero = mesotherapy.hero
    hero.shows_patient = True
    hero.save()
    after = api(GUIDE)
    assert after.status_code == 200
    assert str(hero.public_id) not in after.content.decode()
    assert UNSIGNED not in after.content.decode()
    guide = after.json()
    assert guide["hero"] is None
    sections = zip(before["sections"], guide["sections"], strict=True)
    assert [old["key"] for old, new in sections if old["digest"] != new["digest"]] == ["process"]
    files = [file["url"] for source in before["hero"]["sources"] for file in source["srcset"]]
    assert not any(file in after.content.decode() for file in files)
    assert (guide["summary"], guide["citations"], guide["version"]) == (
        before["summary"],
        before["citations"],
        before["version"] + 1,
    )
    signing.sign(GuidePage.objects.get(pk=mesotherapy.pk))
    assert UNSIGNED in api(GUIDE).content.decode()


def test_both_in_one_publication_do_no_more(mesotherapy, api):
    citation, hero = mesotherapy.guide_citations.first().citation, mesotherapy.hero
    citation.title, hero.shows_patient = UNSIGNED, True
    with publishing():
        citation.save()
        hero.save()
    assert api(GUIDE).json()["hero"] is None
    assert UNSIGNED not in api(GUIDE).content.decode()


def test_a_partner_that_is_withdrawn_is_named_by_a_held_guide_no_more(held, api):
    partner = GuidePage.objects.get(slug="platelet-rich-plasma-for-hair")
    before = api(GUIDE).json()
    assert partner.title in str(before)
    partner.unpublish()
    after = api(GUIDE)
    assert after.status_code == 200
    assert partner.title not in after.content.decode()
    assert UNSIGNED not in after.content.decode()
    assert len(after.json()["sections"][4]["blocks"]) == len(before["sections"][4]["blocks"]) - 1


def test_links_to_it_lead_nowhere_and_their_words_stay(mesotherapy, api):
    partner = GuidePage.objects.get(slug="superficial-chemical-peel")
    link = f'<p>See the <a linktype="page" id="{partner.pk}">gentle peel</a> too.</p>'
    mesotherapy.faqs.append(("faq", {"question": "What else?", "answer": RichText(link)}))
    mesotherapy.process_blocks.append(("paragraph", {"text": RichText(link)}))
    signing.publish(mesotherapy)
    hold()
    assert api(GUIDE).content.decode().count(f'"guide":"{partner.translation_key}"') == 2
    partner.unpublish()
    document = api(GUIDE)
    assert str(partner.translation_key) not in document.content.decode()
    assert "See the gentle peel too." in document.json()["faqs"][-1]["answer"]["html"]
    assert "See the gentle peel too." in document.json()["sections"][1]["html"]


def test_a_recall_of_a_section_shows_its_reason_in_a_held_guide(held, api):
    recall = Recall(guide=held.translation_key, title="M", section="process", severity="serious", reason="It may harm.")
    recalling.recall(recall)
    guide = api(GUIDE).json()
    assert guide["sections"][1]["recall"]["reason"] == "It may harm."
    assert guide["sections"][1]["blocks"] == []
    assert UNSIGNED not in json.dumps(guide)


def test_a_recall_is_not_lifted_where_the_words_may_not_be_public_any_more(mesotherapy, api, monkeypatch):
    mesotherapy.summary = "Guaranteed."
    with monkeypatch.context() as patched:
        patched.setattr("content.edition.inspecting.checks", ())
        patched.setattr("content.release.claims.refusals.check_guide", lambda page, countries=None: [])
        signing.publish(mesotherapy)
    recall = Recall(guide=mesotherapy.translation_key, title="M", section="process", severity="serious", reason="Harm.")
    recalling.recall(recall)
    with pytest.raises(Refused, match="Guaranteed"):
        recalling.lift(Recall.objects.get(), "Checked.")
    assert Recall.objects.get().stands
    assert api(GUIDE).json()["sections"][1]["recall"]["reason"] == "Harm."


def test_in_the_admin_an_editor_takes_off_no_guide_by_a_citation_and_a_picture(as_user, mesotherapy, api):
    editor, hero = as_user("editor"), mesotherapy.hero
    citation = mesotherapy.guide_citations.first().citation
    Citation.objects.filter(pk=citation.pk).update(title=UNSIGNED)  # past the publisher, for the sake of it
    address = reverse("wagtailimages:edit", args=[hero.pk])
    fields = {
        "shown": "{}",
        "title": hero.title,
        "collection": hero.collection_id,
        "tags": "",
        "shows_patient": "on",
        "consent": "",
    }
    editor.post(address, fields)
    hero.refresh_from_db()
    assert hero.shows_patient
    assert api(GUIDE).status_code == 200
    assert api(GUIDE).json()["hero"] is None
    assert UNSIGNED not in api(GUIDE).content.decode()


def test_of_blocks_and_sections_that_there_are_no_more_nothing_withheld_stays(mesotherapy, api, monkeypatch):
    """Nothing here knows how to say them without the picture, so that they are left out as a whole."""
    add_picture(mesotherapy, "mechanism_blocks")
    add_picture(mesotherapy, "process_blocks")
    step = {"title": "Last", "text": RichText(""), "image": mesotherapy.process_blocks[-1].value["image"]}
    mesotherapy.process_blocks.append(("step", {"phase": "during", **step}))
    signing.publish(mesotherapy)

    def change(content: dict[str, Any]) -> None:
        mechanism, process = content["sections"][:2]
        kept = {**mechanism, "key": "kept", "blocks": mechanism["blocks"][:1], "html": "<p>Kept.</p>"}
        content["sections"] += [{**mechanism, "key": "retired"}, kept]
        mechanism["blocks"][-1]["type"] = "retired"
        process["blocks"][-1]["value"]["phase"] = "as_before"

    older.compile_as(monkeypatch, mesotherapy, change)
    hold()
    before = api(GUIDE).json()
    mesotherapy.hero.shows_patient = True
    mesotherapy.hero.save()
    after = api(GUIDE)
    assert str(mesotherapy.hero.public_id) not in after.content.decode()
    mechanism, process, *_others, last = after.json()["sections"]
    assert last == before["sections"][-1]
    assert "retired" not in after.content.decode()
    assert mechanism["blocks"] == before["sections"][0]["blocks"][:-1]
    assert '<p class="tg-tag">as before</p><h3>Last</h3>' in process["html"]
