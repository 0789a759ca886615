"""No restricted claim becomes public by any door; citations and clinicians clear what they may."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail.rich_text import RichText

from content.approval.claims.models import Overrule
from content.desk.launches.launching import launch_now
from content.desk.launches.models import Launch, LaunchPage
from content.edition.models import Edition
from content.model.branches.models import BranchPage, Offering
from content.model.guides.models import GuidePage
from content.model.guides.refusals import Refusal, find_refusals
from content.model.notices.models import Recall
from content.model.publishing import Refused
from content.model.snippets.models import Citation
from content.model.vocabulary import Country
from content.release.notices import recalling
from content.release.scheduling import run_schedule
from tests.support import signing
from tests.support.guide_forms import edit

pytestmark = pytest.mark.django_db
CLAIM = "Results are guaranteed."


COMBINATION = {
    "guide": None,
    "therapy": None,
    "kind": "topical",
    "benefit": RichText("<p>Permanent results.</p>"),
    "caution": RichText(""),
    "citations": [],
}


def claims_in(page) -> list[Refusal]:
    return [refusal for refusal in find_refusals(page) if refusal.code.startswith("claim_")]


def codes(page: GuidePage) -> list[str]:
    return [refusal.code for refusal in claims_in(page)]


def point(text: str, *citations: Citation) -> list:
    return [("point", {"name": "Name", "text": f"<p>{text}</p>", "citations": list(citations)})]


def make_citation(year: int | None) -> Citation:
    return Citation.objects.create(title="A trial", source="A journal", year=year, pmid="1", evidence_level="trial")


def test_the_samples_claim_nothing(capsys):
    call_command("check_claims", json=True, drafts=True)
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Guaranteed hair"),
        ("summary", CLAIM),
        ("summary", "Results are guar\u00adan\u200bteed."),
        ("summary", "Results are ｇｕａｒａｎｔｅｅｄ in İstanbul."),
        ("summary", "A peel: परिणाम की गारंटी।"),
        ("also_known_as", "Painless peel"),
        ("hero_alt", "A miracle"),
        ("process_lead", CLAIM),
        ("mechanism_blocks", point(CLAIM)),
        ("mechanism_blocks", [("callout", {"tone": "note", "title": "Guaranteed", "text": "<p>Yes.</p>"})]),
        ("faqs", [("faq", {"question": "Does it hurt?", "answer": f"<p>{CLAIM}</p>"})]),
        ("combinations_blocks", [("combination", COMBINATION)]),
    ],
)
def test_a_claim_is_refused_wherever_it_stands(peel, field, value):
    setattr(peel, field, value)
    assert [(refusal.field, refusal.is_absolute) for refusal in claims_in(peel)] == [(field, True)]


def test_publishing_by_a_script_is_refused_and_the_draft_stays(peel):
    before = Edition.objects.count()
    peel.summary = CLAIM
    with pytest.raises(Refused, match="“guaranteed” must not be published"):
        signing.publish(peel)
    assert Edition.objects.count() == before


def test_the_form_says_which_phrase_and_what_to_write(as_user, peel):
    answer = edit(as_user("admin"), peel, summary=CLAIM)
    (error,) = answer.context["form"].errors["summary"]
    assert "“guaranteed”" in error
    assert "Say what may happen and for whom" in error
    peel.refresh_from_db()
    assert peel.summary != CLAIM


def test_a_draft_with_a_claim_is_saved(as_user, peel):
    edit(as_user("admin"), peel, button="save", summary=CLAIM)
    assert GuidePage.objects.get(pk=peel.pk).get_latest_revision_as_object().summary == CLAIM


def test_a_new_citation_on_the_block_clears_what_needs_evidence_and_nothing_else(peel):
    this_year = timezone.localdate().year
    peel.mechanism_blocks = point("It is clinically proven.")
    assert codes(peel) == ["claim_proven"]
    peel.mechanism_blocks = point("It is clinically proven.", make_citation(this_year - 11), make_citation(None))
    assert codes(peel) == ["claim_proven"], "too old, and of no known year"
    peel.mechanism_blocks = point("It is clinically proven.", make_citation(this_year - 10))
    assert codes(peel) == []
    peel.mechanism_blocks = point("It is guaranteed.", make_citation(this_year))
    assert codes(peel) == ["claim_guarantee"]


UNCITED = "It is clinically proven."


def by_script(as_user, peel) -> None:
    with pytest.raises(Refused, match="needs a citation"):
        peel.get_latest_revision().publish()


def in_bulk(as_user, peel) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    as_user("admin").post(f"{address}?id={peel.pk}&next=/admin/")


def on_schedule(as_user, peel) -> None:
    day = timezone.now() - timedelta(minutes=1)
    revision = peel.get_latest_revision()
    revision.approved_go_live_at = day
    revision.content["go_live_at"] = day.isoformat()
    revision.save()
    assert "needs a citation" in str(run_schedule().refused)


def in_a_launch(as_user, peel) -> None:
    launch = Launch.objects.create(title="Spring")
    LaunchPage.objects.create(launch=launch, page=peel)
    with pytest.raises(Refused, match="needs a citation"):
        launch_now(launch)


@pytest.mark.parametrize("door", [by_script, in_bulk, on_schedule, in_a_launch])
def test_what_needs_a_citation_is_asked_for_it_at_every_door(door, as_user, peel, api):
    before = api(f"guides/{peel.slug}/").content
    peel.mechanism_blocks = point(UNCITED)
    peel.save_revision()
    signing.sign(peel)
    door(as_user, peel)
    assert api(f"guides/{peel.slug}/").content == before
    peel = GuidePage.objects.get(pk=peel.pk).get_latest_revision_as_object()
    peel.mechanism_blocks = point(UNCITED, make_citation(timezone.localdate().year))
    signing.publish(peel)
    assert UNCITED in api(f"guides/{peel.slug}/").content.decode()


def test_nor_does_it_come_back_without_once_it_was_withdrawn(peel, api):
    citation = make_citation(timezone.localdate().year)
    peel.mechanism_blocks = point(UNCITED, citation)
    signing.publish(peel)
    citation.year = 1999
    citation.save()
    peel = GuidePage.objects.get(pk=peel.pk)
    peel.unpublish()
    with pytest.raises(Refused, match="needs a citation"):
        signing.publish(GuidePage.objects.get(pk=peel.pk))
    assert api(f"guides/{peel.slug}/").status_code == 410


def test_a_citation_that_grew_old_holds_up_nobody_who_changes_something_else(peel):
    citation = make_citation(timezone.localdate().year)
    peel.mechanism_blocks = point("It is clinically proven.", citation)
    signing.publish(peel)
    citation.year = 1999
    citation.save()
    assert "claim_proven" in codes(GuidePage.objects.get(pk=peel.pk))


def test_a_clinicians_overrule_holds_for_that_phrase_in_that_guide_and_language(peel, mesotherapy, as_user):
    peel.summary = mesotherapy.summary = "The results are permanent."
    rule = claims_in(peel)[0].code.removeprefix("claim_")
    Overrule.objects.create(
        guide=peel.translation_key, locale="en", rule=rule, phrase="results are permanent", reason="Of the drawing."
    )
    assert codes(peel) == []
    assert codes(mesotherapy) == ["claim_permanent"]
    peel.summary = "Permanent results."
    assert codes(peel) == ["claim_permanent"]


def test_the_rules_are_those_of_the_countries_that_offer_it(peel):
    Offering.objects.filter(guide=peel).delete()
    peel.summary = "A fairer complexion."
    assert codes(peel) == []
    Offering.objects.create(branch=BranchPage.objects.get(slug="mumbai"), guide=peel, available=True)
    assert codes(peel) == ["claim_fairness"]


def test_a_guide_is_not_offered_where_its_words_are_forbidden(peel, api):
    Offering.objects.filter(guide=peel).delete()
    peel.summary = "A fairer complexion."
    signing.publish(peel)
    mumbai = BranchPage.objects.get(slug="mumbai")
    offering = Offering(branch=mumbai, guide=peel, available=True)
    with pytest.raises(ValidationError, match="cannot be offered in this country yet"):
        offering.full_clean()
    with pytest.raises(Refused, match="cannot be offered in this country yet"):
        offering.save()
    assert not Offering.objects.filter(guide=peel, branch=mumbai).exists()
    Offering.objects.create(branch=BranchPage.objects.get(slug="london"), guide=peel, available=True)


def test_a_note_claims_nothing_either(peel):
    offering = Offering.objects.get(guide=peel, branch__slug="mumbai")
    offering.note = "30% off this week only"
    with pytest.raises(ValidationError, match="must not be published"):
        offering.full_clean()
    with pytest.raises(Refused, match="must not be published"):
        offering.save()


def test_a_recall_of_a_section_is_not_held_up_by_a_claim_in_another(peel, api, monkeypatch):
    """A pack of a later version may forbid what is public already."""
    monkeypatch.setattr("content.release.claims.refusals.check_guide", lambda page, countries=None: [])
    monkeypatch.setattr("content.edition.inspecting.checks", ())
    peel.summary = CLAIM
    signing.publish(peel)
    monkeypatch.undo()
    recalling.recall(
        Recall(guide=peel.translation_key, title="Peel", section="process", severity="serious", reason="It may burn.")
    )
    process = api(f"guides/{peel.slug}/").json()["sections"][1]
    assert process["recall"]["reason"] == "It may burn."


def test_the_command_lists_what_stands_and_ends_with_1(peel, capsys):
    peel.summary = CLAIM
    peel.save_revision()
    call_command("check_claims", json=True)
    assert json.loads(capsys.readouterr().out) == []
    with pytest.raises(SystemExit, match="1"):
        call_command("check_claims", json=True, drafts=True)
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["guide"], row["field"], row["phrase"], row["severity"]) == (peel.slug, "summary", "guaranteed", "block")


@pytest.fixture
def offered_in_london(peel) -> BranchPage:
    """Words that only India forbids, where they are allowed."""
    london = BranchPage.objects.get(slug="london")
    Offering.objects.filter(guide=peel).delete()
    peel.summary = "A fairer complexion."
    signing.publish(peel)
    Offering.objects.create(branch=london, guide=peel, available=True)
    return london


def test_a_branch_takes_no_forbidden_words_to_another_country(offered_in_london, peel, api):
    branch = offered_in_london
    branch.country = Country.IN
    with pytest.raises(Refused, match="cannot be offered in this country yet"):
        branch.save_revision(clean=False).publish()
    assert BranchPage.objects.get(pk=branch.pk).country != Country.IN
    Offering.objects.filter(guide=peel).delete()
    BranchPage.objects.get(pk=branch.pk).get_latest_revision().publish()
    assert api("branches/london/").json()["address"]["country"] == Country.IN


def test_nor_by_its_page_in_another_language(offered_in_london, peel):
    page = offered_in_london.copy_for_translation(Locale.objects.get(language_code="hi"), copy_parents=True)
    page.country = Country.IN
    with pytest.raises(Refused, match="cannot be offered in this country yet"):
        page.save_revision(clean=False).publish()
    Offering.objects.filter(guide=peel).delete()
    page.save_revision(clean=False).publish()
    with pytest.raises(Refused, match="cannot be offered in this country yet"):
        Offering.objects.create(branch=offered_in_london, guide=peel, available=True)
    with pytest.raises(Refused, match="fairer"):
        Offering.objects.create(
            branch=offered_in_london,
            guide=GuidePage.objects.get(slug="microneedling-for-acne-scars"),
            note="For a fairer skin.",
        )


def test_nor_a_note(offered_in_london, peel):
    Offering.objects.filter(guide=peel).update(available=False, note="For a fairer skin.")
    offered_in_london.country = Country.IN
    with pytest.raises(Refused, match="note"):
        offered_in_london.save_revision(clean=False).publish()
