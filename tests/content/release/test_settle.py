"""What becomes public, and what stops being so. Each test asks the API, as a reader would."""

import json

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import PageViewRestriction

from content.edition.models import Current, Edition, Release
from content.model.branches.models import BranchPage
from content.model.guides.models import GuidePage
from content.model.publishing import Refused, publishing
from content.model.snippets.models import Clinician, Therapy
from content.release.settle import settle_all
from content.release.unchanged import is_as_published
from tests.support import signing

pytestmark = pytest.mark.django_db
CANARY = "CANARY-7f3a"


def publish(page: GuidePage) -> None:
    signing.publish(page)


def releases() -> list[int]:
    return list(Release.objects.order_by("number").values_list("number", flat=True))


def test_publishing_makes_one_release_and_one_edition_of_the_guide(mesotherapy, api):
    before = releases()
    mesotherapy.summary = "A new summary."
    publish(mesotherapy)
    assert releases() == [*before, before[-1] + 1]
    guide = api("guides/mesotherapy-for-hair/").json()
    assert (guide["summary"], guide["version"]) == ("A new summary.", 2)


def test_publishing_the_same_again_makes_no_release(peel):
    before = releases()
    publish(peel)
    assert releases() == before


def test_a_draft_is_not_served(mesotherapy, api):
    mesotherapy.summary = CANARY
    mesotherapy.title = CANARY
    mesotherapy.save_revision()
    for path in ("guides/", "guides/mesotherapy-for-hair/", "guides/mesotherapy-for-hair/sections/safety/"):
        assert CANARY not in api(path).content.decode()


def test_a_draft_stays_unserved_when_something_that_the_guide_shows_changes(mesotherapy, api):
    mesotherapy.summary = CANARY
    mesotherapy.save_revision()
    rao = Clinician.objects.get(name="Dr Asha Rao")
    rao.role = "Dermatologist"
    rao.save()
    guide = api("guides/mesotherapy-for-hair/").json()
    assert guide["review"]["reviewed_by"]["role"] == "Dermatologist"
    assert guide["summary"] != CANARY


def test_a_guide_that_was_never_published_is_not_found(guide_index, api):
    guide_index.add_child(instance=GuidePage(title=CANARY, slug="secret", live=False)).save_revision()
    assert api("guides/secret/").status_code == 404
    assert CANARY not in api("guides/").content.decode()


def test_unpublishing_answers_410_and_publishing_again_goes_on_counting(peel, api):
    peel.unpublish()
    gone = api("guides/superficial-chemical-peel/")
    assert gone.status_code == 410
    assert gone.json()["detail"] == "This content has been withdrawn."
    assert "superficial-chemical-peel" not in [card["slug"] for card in api("guides/").json()["results"]]
    publish(GuidePage.objects.get(pk=peel.pk))
    again = api("guides/superficial-chemical-peel/").json()
    assert again["version"] == 3
    assert again["published_at"] < again["updated_at"]


def test_deleting_answers_410_by_id_too(peel, api):
    id = peel.translation_key
    peel.delete()
    assert api("guides/superficial-chemical-peel/").status_code == 410
    assert api(f"guides/{id}/").status_code == 410


@pytest.mark.parametrize("of_parent", [False, True])
def test_a_view_restriction_withdraws_and_lifting_it_restores(peel, api, of_parent):
    page = peel.get_parent() if of_parent else peel
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert api("guides/superficial-chemical-peel/").status_code == 410
    restriction.delete()
    assert api("guides/superficial-chemical-peel/").status_code == 200


def test_an_old_slug_leads_to_the_new_one(peel, api):
    peel.slug = "gentle-peel"
    publish(peel)
    moved = api("guides/superficial-chemical-peel/", locale="en")
    assert moved.status_code == 301
    assert moved["Location"] == "/api/v1/guides/gentle-peel/?locale=en"
    assert api("guides/gentle-peel/").json()["id"] == str(peel.translation_key)


def test_a_renamed_clinician_reaches_exactly_the_guides_that_show_her(api):
    before = {str(row.subject): row.edition.version for row in Current.objects.filter(kind="guide", locale="en")}
    khan = Clinician.objects.get(name__startswith="Dr Imran")
    khan.name = "Dr Imran Khan"
    khan.save()
    changed = [
        row.slug
        for row in Current.objects.filter(kind="guide")
        if row.edition.version > before.get(str(row.subject), 99)
    ]
    assert changed == ["platelet-rich-plasma-for-hair"]
    assert api("guides/platelet-rich-plasma-for-hair/").json()["review"]["reviewed_by"]["name"] == "Dr Imran Khan"


def test_a_renamed_therapy_reaches_its_guides_in_its_language_only(api):
    therapy = Therapy.objects.get(name="Topical minoxidil")
    therapy.name = "Minoxidil for the scalp"
    therapy.save()
    signing.sign(GuidePage.objects.get(slug="mesotherapy-for-hair", locale__language_code="en"))
    assert "Minoxidil for the scalp" in api("guides/mesotherapy-for-hair/").content.decode()
    assert "Minoxidil for the scalp" not in api("guides/mesotherapy-for-hair/", locale="hi").content.decode()


def test_a_renamed_guide_is_renamed_where_others_combine_it(peel, api):
    peel.title = "Gentle fruit peel"
    publish(peel)
    assert "Gentle fruit peel" in api("guides/microneedling-for-acne-scars/sections/combinations/").content.decode()


def test_a_withdrawn_guide_is_no_longer_named_by_others(peel, api):
    peel.unpublish()
    section = api("guides/microneedling-for-acne-scars/sections/combinations/").json()
    assert "Superficial chemical peel" not in str(section)
    publish(GuidePage.objects.get(pk=peel.pk))
    section = api("guides/microneedling-for-acne-scars/sections/combinations/").json()
    assert "Superficial chemical peel" in str(section)


def test_facts_of_a_translation_come_from_the_source(mesotherapy, api):
    mesotherapy.minutes_max = 75
    publish(mesotherapy)
    section = api("guides/mesotherapy-for-hair/sections/process/", locale="hi").json()
    assert section["facts"]["minutes_per_session"] == {"min": 30, "max": 75}
    assert section["guide"]["locale"] == "hi"


def test_a_translation_goes_with_its_source(mesotherapy, api):
    mesotherapy.unpublish()
    assert api("guides/mesotherapy-for-hair/", locale="hi").status_code == 410


def test_a_section_keeps_its_date_until_it_changes(mesotherapy, api):
    before = {s["key"]: s["updated_at"] for s in api("guides/mesotherapy-for-hair/").json()["sections"]}
    mesotherapy.sessions_lead = "Another sentence."
    publish(mesotherapy)
    after = {s["key"]: s["updated_at"] for s in api("guides/mesotherapy-for-hair/").json()["sections"]}
    assert [key for key in after if after[key] != before[key]] == ["sessions"]


def test_a_refused_publication_changes_nothing(mesotherapy, api):
    before, editions = releases(), Edition.objects.count()
    mesotherapy.safety_blocks = []
    with pytest.raises(Refused, match="is empty"), publishing():
        publish(mesotherapy)
    assert (releases(), Edition.objects.count()) == (before, editions)
    assert api("guides/mesotherapy-for-hair/sections/safety/").json()["blocks"] != []


def test_several_changes_in_one_transaction_are_one_release(mesotherapy, peel):
    before = releases()
    with publishing(actor="tester", reason="Launch"):
        for page in (mesotherapy, peel):
            page.summary = "Launched."
            publish(page)
    assert releases() == [*before, before[-1] + 1]
    release = Release.objects.get(number=before[-1] + 1)
    # The third edition is the Hindi translation: it is stale now, and says so.
    assert (release.actor, release.reason, release.editions.count()) == ("tester", "Launch", 3)


def test_settling_everything_twice_changes_nothing():
    assert settle_all() is None
    assert settle_all() is None


def test_settling_everything_heals_what_went_past_the_doors(peel, api):
    GuidePage.objects.filter(pk=peel.pk).update(next_review="2031-01-31")
    assert api("guides/superficial-chemical-peel/").json()["review"]["next_review"] != "2031-01-31"
    assert settle_all(reason="heal").editions.count() == 1
    assert api("guides/superficial-chemical-peel/").json()["review"]["next_review"] == "2031-01-31"


def test_publishing_costs_the_same_number_of_queries_whatever_else_exists(peel, mesotherapy):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(title: str) -> int:
        peel.title = title
        with CaptureQueriesContext(connection) as queries:
            publish(peel)
        return len(queries)

    count("Warm up")
    few = count("Once")
    for number in range(5):
        copy = mesotherapy.copy(update_attrs={"slug": f"copy-{number}", "title": f"Copy {number}"}, keep_live=False)
        publish(GuidePage.objects.get(pk=copy.pk))
    assert count("Twice") == few


def test_what_an_older_compiler_made_is_settled_once(capsys, monkeypatch):
    """Also where the new one makes the same, and what is held or gone: it was asked, and is asked no more."""
    peel = GuidePage.objects.get(slug="superficial-chemical-peel")
    peel.unpublish()
    Clinician.objects.update(role="Painless dermatologist")
    monkeypatch.setattr("content.edition.compiler.COMPILER_VERSION", 1000)
    everything = Current.objects.count()
    for expected in (everything, 0):
        call_command("settle", stale=True, json=True)
        report = json.loads(capsys.readouterr().out)
        assert len(report["refused"]) == 0
        assert (report["subjects"] > 0) == (expected > 0)
    assert not Edition.objects.filter(current__isnull=False).exclude(provenance__compiler=1000).exists()


def test_an_upgrade_goes_on_where_something_may_not_be_public_as_it_is(capsys, monkeypatch, peel, api):
    """Its words were changed past every door, and nobody has signed them."""
    monkeypatch.setattr("content.edition.compiler.COMPILER_VERSION", 1000)
    GuidePage.objects.filter(pk=peel.pk).update(summary=CANARY)
    call_command("settle", stale=True)
    said = capsys.readouterr()
    assert "1 could not be settled; what is public of them was left alone." in said.err
    assert api("guides/superficial-chemical-peel/").json()["summary"] == peel.summary
    with pytest.raises(CommandError, match="1 could not be settled"):
        call_command("settle", all=True)


def test_asking_what_is_stale_marks_nothing_as_settled(capsys, monkeypatch):
    monkeypatch.setattr("content.edition.compiler.COMPILER_VERSION", 1000)
    for _time in range(2):
        call_command("settle", stale=True, dry_run=True, json=True)
        assert json.loads(capsys.readouterr().out)["subjects"] > 0


@pytest.mark.parametrize("change", ["added", "removed"])
def test_a_column_that_is_new_or_gone_makes_no_guide_look_edited(change, api):
    """The content that an edition keeps is as old as the edition."""
    for edition in Edition.objects.filter(current__isnull=False, kind__in=["guide", "branch"]):
        if change == "added":
            del edition.source["hero_alt" if edition.kind == "guide" else "theme_font"]
        else:
            edition.source["was_once_a_column"] = "words"
        edition.save(update_fields=["source"])
    if change == "added":
        GuidePage.objects.update(hero_alt="")
    for page in (*GuidePage.objects.all(), *BranchPage.objects.all()):
        assert is_as_published(page), page
    GuidePage.objects.filter(slug="superficial-chemical-peel").update(summary="Edited.")
    assert not is_as_published(GuidePage.objects.get(slug="superficial-chemical-peel"))


def test_nor_does_a_guide_that_is_deleted_make_those_look_edited_that_named_it(mesotherapy):
    """What they show besides may wait to be signed then, and nobody has asked for it."""
    GuidePage.objects.get(slug="platelet-rich-plasma-for-hair").delete()
    page = GuidePage.objects.get(pk=mesotherapy.pk)
    assert any(block.value.get("guide", "") is None for block in page.combinations_blocks)
    assert is_as_published(page)
    citation = page.guide_citations.first().citation
    citation.title = "Nobody has signed for this title"
    citation.save_revision().publish()
    assert settle_all() is None
