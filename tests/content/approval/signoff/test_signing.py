"""What an edit opens again, what it doesn't, and what a sign-off keeps."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Locale
from wagtail.rich_text import RichText

from content.approval.signoff.models import SignOff
from content.approval.signoff.parts import find_digests, judge
from content.approval.signoff.signing import find_open_parts
from content.edition.models import Current, Edition
from content.model.guides.models import GuideCitation, GuidePage
from content.model.notices.models import Recall
from content.model.snippets.models import Category, Clinician, Therapy
from content.release import restoring
from content.release.notices import recalling
from tests.support import signing
from tests.support.pictures import make_image

pytestmark = pytest.mark.django_db


def hindi_of(page: GuidePage) -> GuidePage:
    return GuidePage.objects.get(translation_key=page.translation_key, locale__language_code="hi")


def again(page: GuidePage) -> GuidePage:
    return GuidePage.objects.get(pk=page.pk)


def paragraph(text: str) -> tuple[str, dict]:
    return "paragraph", {"text": RichText(text)}


def test_the_samples_are_signed_in_every_language():
    for page in GuidePage.objects.all():
        assert find_open_parts(page) == {}


@pytest.mark.parametrize(
    ("change", "opened"),
    [
        ({"title": "New"}, ["overview"]),
        ({"summary": "New"}, ["overview"]),
        ({"hero_alt": "New"}, ["overview"]),
        ({"also_known_as": "New"}, ["overview"]),
        ({"last_reviewed": date(2026, 11, 1)}, ["overview"]),
        ({"process_lead": "New"}, ["process"]),
        ({"sessions_max": 9}, ["sessions"]),
        ({"suits_advanced": True}, ["safety"]),
        ({"safety_lead": "New", "mechanism_lead": "New"}, ["mechanism", "safety"]),
        ({"slug": "new"}, []),
        ({"next_review": date(2031, 1, 1)}, []),
        ({"unplaced": "New"}, []),
        ({"search_description": "New"}, []),
    ],
)
def test_an_edit_opens_what_it_changed_and_nothing_else(mesotherapy, change, opened):
    for name, value in change.items():
        setattr(mesotherapy, name, value)
    page = mesotherapy.save_revision(clean=False).as_object()
    assert list(find_open_parts(page)) == opened


def test_a_block_that_is_added_moved_or_taken_away_opens_its_section(mesotherapy):
    blocks = list(mesotherapy.mechanism_blocks)
    mesotherapy.mechanism_blocks = [(b.block_type, b.value) for b in reversed(blocks)]
    assert list(find_open_parts(mesotherapy)) == ["mechanism"]
    mesotherapy.mechanism_blocks = [(b.block_type, b.value) for b in blocks[:-1]]
    assert list(find_open_parts(mesotherapy)) == ["mechanism"]
    mesotherapy.mechanism_blocks = [(b.block_type, b.value) for b in blocks]
    assert find_open_parts(mesotherapy) == {}, "as it was: signed still, whatever the ids of its blocks"


def test_emphasis_and_links_count(peel, mesotherapy):
    peel.process_blocks = [paragraph("<p>Rest a day.</p>")]
    signing.sign(peel)
    for text in ("<p>Rest a <b>day</b>.</p>", f'<p>Rest a <a linktype="page" id="{mesotherapy.pk}">day</a>.</p>'):
        peel.process_blocks = [paragraph(text)]
        assert list(find_open_parts(peel)) == ["process"]


def test_a_therapy_opens_the_sections_that_show_it_in_its_language(mesotherapy):
    therapy = Therapy.objects.get(name="Topical minoxidil")
    therapy.summary = "Another summary."
    therapy.save()
    assert list(find_open_parts(again(mesotherapy))) == ["combinations"]
    assert find_open_parts(hindi_of(mesotherapy)) == {}


def test_a_citation_opens_whatever_cites_it(peel, mesotherapy):
    citation = mesotherapy.guide_citations.first().citation
    citation.year = 1999
    citation.save()
    assert "overview" in find_open_parts(again(mesotherapy))
    assert find_open_parts(again(peel)) == {}


def test_citations_of_the_guide_are_part_of_the_overview(peel, mesotherapy):
    peel.guide_citations.add(GuideCitation(citation=mesotherapy.guide_citations.first().citation))
    assert list(find_open_parts(peel)) == ["overview"]


def test_another_file_opens_and_another_crop_does_not(peel):
    peel.hero.focal_point_x = peel.hero.focal_point_y = 10
    peel.hero.focal_point_width = peel.hero.focal_point_height = 5
    peel.hero.save()
    assert find_open_parts(again(peel)) == {}
    other = make_image(620)
    peel.hero.file = ContentFile(other.file.read(), "other.png")
    peel.hero._set_file_hash()
    peel.hero.save()
    assert list(find_open_parts(again(peel))) == ["overview"]


def test_names_of_people_and_categories_open_nothing(peel):
    for thing in (Clinician.objects.get(pk=peel.reviewer_id), Category.objects.get(pk=peel.category_id)):
        thing.name = "Renamed"
        thing.save()
    assert find_open_parts(again(peel)) == {}


def test_a_partner_may_be_renamed_withdrawn_or_deleted(peel, mesotherapy):
    """What is shown then is less than what was signed, never more."""
    digests = find_digests(mesotherapy)
    partner = next(b.value["guide"] for b in mesotherapy.combinations_blocks if b.value.get("guide")).specific
    partner.title = "Renamed"
    signing.publish(partner)
    partner.unpublish()
    assert find_digests(again(mesotherapy)) == digests
    partner.delete()
    assert find_digests(again(mesotherapy)) == digests
    assert find_open_parts(again(mesotherapy)) == {}


def test_a_translation_names_its_source_and_leaves_facts_to_it(mesotherapy):
    hindi = hindi_of(mesotherapy)
    assert "facts" in judge(mesotherapy)["process"]
    assert "facts" not in judge(hindi)["process"]
    sign_off = SignOff.objects.filter(guide=hindi.translation_key, locale="hi", part="process").last()
    assert sign_off.source_digest == find_digests(mesotherapy)["process"]
    mesotherapy.minutes_max = 75
    signing.publish(mesotherapy)
    assert find_open_parts(hindi_of(mesotherapy)) == {}
    document = Current.objects.get(subject=mesotherapy.translation_key, locale="hi").edition
    assert b'"max":75' in bytes(document.body)


def test_a_column_that_is_added_later_changes_no_digest(peel):
    def holds_nothing(value):
        if isinstance(value, dict):
            return any(holds_nothing(below) for below in value.values())
        if isinstance(value, list):
            return any(holds_nothing(below) for below in value)
        return value is None

    assert not any(holds_nothing(part) for part in judge(peel).values())


def test_the_api_says_who_signed_what(api, peel):
    signed = api("guides/superficial-chemical-peel/").json()["review"]["signed_off"]
    assert [entry["part"] for entry in signed] == [
        *("overview", "mechanism", "process", "sessions", "safety", "combinations")
    ]
    assert {entry["by"]["registration_number"] for entry in signed} == {"SMC-000111"}
    assert {entry["part"]: entry["approved_digest"] for entry in signed} == find_digests(peel)
    rao = Clinician.objects.get(registration_number="SMC-000111")
    rao.registration_number = "SMC-999999"
    rao.save()
    now = api("guides/superficial-chemical-peel/").json()["review"]["signed_off"]
    assert now == signed, "as registered on that day"


def test_a_recalled_section_needs_no_signature(mesotherapy, api):
    mesotherapy.process_lead = "Unsigned words."
    recall = Recall(guide=mesotherapy.translation_key, title="M", section="process", severity="serious", reason="Harm.")
    recalling.recall(recall)
    mesotherapy.save_revision().publish()
    assert "Unsigned words." not in api("guides/mesotherapy-for-hair/").content.decode()


def test_words_that_are_erased_go_from_what_was_signed_too(peel):
    peel.process_lead = "To be erased."
    signing.publish(peel)
    peel.process_lead = "What stays."
    signing.publish(peel)
    edition = Edition.objects.get(subject=peel.translation_key, version=2)
    restoring.redact(edition, "Asked for.")
    kept = SignOff.objects.filter(guide=peel.translation_key)
    assert not kept.filter(content__icontains="To be erased.").exists()
    assert kept.filter(part="process", content={}).count() == 1
    assert kept.filter(part="safety").exclude(content={}).exists(), "those that are public still"


def test_the_same_words_are_signed_in_each_language_anew(peel):
    arabic = peel.copy_for_translation(Locale.objects.get(language_code="ar"))
    assert list(find_open_parts(arabic)) == list(judge(peel)), "a translation that nobody has translated yet"


def test_a_copy_is_another_guide(peel):
    copied = peel.copy(update_attrs={"slug": "another"}, keep_live=False)
    assert list(find_open_parts(copied)) == list(judge(peel))


def test_citations_without_an_order_are_signed_in_one_whatever_way_the_database_gives_them(mesotherapy):
    citations = list(mesotherapy.guide_citations.all())
    assert len(citations) > 1
    assert {item.sort_order for item in citations} == {None}
    signed = find_digests(mesotherapy)
    mesotherapy.guide_citations = reversed(citations)
    assert find_digests(mesotherapy) == signed
