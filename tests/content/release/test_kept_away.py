"""Whoever publishes something again is not stopped by what would come back with it: that stays away until mended."""

import pytest
from django.db import transaction
from django.urls import reverse
from wagtail.models import Locale, PageViewRestriction, Site

from content.approval.claims.matching import fold_phrase
from content.approval.claims.models import Overrule
from content.approval.signoff.models import SignOff
from content.desk.dashboard.tasks import find_tasks
from content.edition.models import Current
from content.model.branches.models import BranchPage, Offering
from content.model.conflicts import digest
from content.model.guides.models import GuideCitation, GuidePage
from content.model.publishing import Refused, publishing
from content.model.snippets.models import Category, Citation
from content.model.vocabulary import State
from content.release.settle import settle_all
from tests.support import signing

pytestmark = pytest.mark.django_db
NEEDLING, MESOTHERAPY = "guides/microneedling-for-acne-scars/", "guides/mesotherapy-for-hair/"


@pytest.fixture
def noted(needling) -> Offering:
    """With a note that was allowed when it was saved."""
    offering = Offering.objects.get(guide=needling, branch__slug="mumbai")
    Offering.objects.filter(pk=offering.pk).update(note="Permanent results.")
    return offering


def read_row(kind: str, subject, locale: str = "") -> Current:
    return Current.objects.get(kind=kind, subject=subject, locale=locale)


def publish_again(page: GuidePage) -> None:
    page = GuidePage.objects.get(pk=page.pk)
    page.summary = "Public again."
    signing.publish(page)


def test_a_guide_goes_out_again_though_the_note_of_an_offering_of_it_is_forbidden_by_now(needling, noted, api):
    needling.unpublish()
    publish_again(needling)
    assert api(NEEDLING).json()["summary"] == "Public again."
    assert api(f"branches/mumbai/{NEEDLING}").status_code == 404
    assert "Permanent" in read_row("offering", noted.pk).held_because
    assert settle_all() is None
    noted.note = "Ask us."
    noted.save()
    assert api(f"branches/mumbai/{NEEDLING}").json()["offering"]["note"] == "Ask us."
    assert not read_row("offering", noted.pk).is_held


def test_also_where_it_was_never_offered_to_anybody(needling, noted, api):
    needling.unpublish()
    Current.objects.filter(kind="offering", subject=noted.pk).delete()
    publish_again(needling)
    assert api(NEEDLING).json()["summary"] == "Public again."
    assert settle_all() is None


def test_a_branch_goes_out_again_though_a_note_of_it_is_forbidden_by_now(noted, api):
    mumbai = BranchPage.objects.get(slug="mumbai")
    mumbai.unpublish()
    BranchPage.objects.get(pk=mumbai.pk).get_latest_revision_as_object().save_revision().publish()
    assert api("branches/mumbai/").status_code == 200
    assert api(f"branches/mumbai/{NEEDLING}").status_code == 404
    assert settle_all() is None


def test_and_is_asked_of_all_that_it_offers_where_it_comes_back_in_another_country(noted, forbid):
    forbid("permanent", jurisdiction="GB")
    mumbai = BranchPage.objects.get(slug="mumbai")
    mumbai.unpublish()
    mumbai = BranchPage.objects.get(pk=mumbai.pk)
    mumbai.country, mumbai.time_zone = "GB", "Europe/London"
    with pytest.raises(Refused, match="in this country"):
        mumbai.save_revision().publish()


def test_a_guide_goes_out_again_though_its_translation_has_words_that_are_forbidden_by_now(mesotherapy, forbid, api):
    mesotherapy.unpublish()
    forbid("सिर", "hi")
    publish_again(mesotherapy)
    assert api(MESOTHERAPY, locale="en").json()["summary"] == "Public again."
    assert api(MESOTHERAPY, locale="hi").json()["locale"] == "en"
    assert "सिर" in read_row("guide", mesotherapy.translation_key, "hi").held_because
    assert settle_all() is None


def test_and_whoever_publishes_the_translation_is_told(mesotherapy, forbid):
    mesotherapy.unpublish()
    forbid("सिर", "hi")
    publish_again(mesotherapy)
    with pytest.raises(Refused, match="सिर"):
        signing.publish(GuidePage.objects.get(translation_key=mesotherapy.translation_key, locale__language_code="hi"))


def test_a_public_translation_stops_its_source_as_little(mesotherapy, forbid, api):
    forbid("सिर", "hi")
    before = api(MESOTHERAPY, locale="hi").json()["summary"]
    publish_again(mesotherapy)
    assert api(MESOTHERAPY, locale="en").json()["summary"] == "Public again."
    assert api(MESOTHERAPY, locale="hi").json()["summary"] == before


@pytest.fixture
def hindi(mesotherapy) -> GuidePage:
    """It alone names a source."""
    page = GuidePage.objects.get(translation_key=mesotherapy.translation_key, locale__language_code="hi")
    values = {"source": "A journal", "url": "https://journal.example/1", "evidence_level": "review"}
    citation = Citation.objects.create(title="As signed", **values)
    page.guide_citations.add(GuideCitation(citation=citation))
    signing.publish(page)
    return page


def retitle_source(title: str) -> None:
    citation = Citation.objects.get(url="https://journal.example/1")
    citation.title = title
    citation.save_revision().publish()


def test_a_translation_that_waits_to_be_signed_comes_back_once_it_is(mesotherapy, hindi, api, django_user_model):
    """A source that it names was called something else while it was away."""
    mesotherapy.unpublish()
    retitle_source("Another title")
    publish_again(mesotherapy)
    assert api(MESOTHERAPY, locale="en").json()["summary"] == "Public again."
    assert api(MESOTHERAPY, locale="hi").json()["locale"] == "en"
    tasks = find_tasks(django_user_model.objects.get(username="reviewer"))
    assert any("sign-off" in task.message for task in tasks)
    signing.sign(GuidePage.objects.get(pk=hindi.pk))
    assert api(MESOTHERAPY, locale="hi").json()["locale"] == "hi"


def test_and_also_once_what_it_shows_is_as_it_was_when_it_was_signed(mesotherapy, hindi, api):
    mesotherapy.unpublish()
    retitle_source("Another title")
    publish_again(mesotherapy)
    assert api(MESOTHERAPY, locale="hi").json()["locale"] == "en"
    retitle_source("As signed")
    assert api(MESOTHERAPY, locale="hi").json()["locale"] == "hi"


def test_whoever_may_mend_it_is_told(needling, noted, django_user_model):
    needling.unpublish()
    publish_again(needling)
    tasks = find_tasks(django_user_model.objects.get(username="publisher"))
    assert any("Permanent results" in task.message for task in tasks)


# What was held goes out once its reason is gone


@pytest.fixture
def held(mesotherapy, forbid) -> GuidePage:
    """By a rule of one country, in which one branch offers it."""
    forbid("mesotherapy", jurisdiction="GB")
    category = Category.objects.get(pk=mesotherapy.category_id)
    category.name = "Hair things"
    category.save_revision().publish()
    assert read_row("guide", mesotherapy.translation_key, "en").is_held
    return mesotherapy


def stop_offering(guide: GuidePage) -> None:
    offering = Offering.objects.get(guide=guide, branch__country="GB")
    offering.available = False
    offering.save()


def delete_offering(guide: GuidePage) -> None:
    Offering.objects.get(guide=guide, branch__country="GB").delete()


def move_the_branch(guide: GuidePage) -> None:
    branch = BranchPage.objects.get(country="GB")
    branch.country, branch.time_zone = "IN", "Asia/Kolkata"
    branch.save_revision().publish()


@pytest.mark.parametrize("end", [stop_offering, delete_offering, move_the_branch], ids=lambda end: end.__name__)
def test_a_guide_that_a_country_has_held_goes_out_once_nobody_offers_it_there(held, end, api):
    end(held)
    assert not read_row("guide", held.translation_key, "en").is_held
    assert api(MESOTHERAPY).json()["category"]["name"] == "Hair things"


def overruling(phrase: str, reason: str) -> dict[str, str]:
    name = f"new-{digest(fold_phrase(phrase))}"
    return {"overrule": name, f"{name}-reason": reason}


def test_a_guide_that_was_held_goes_out_once_a_clinician_has_overruled_the_rule(held, as_user, api):
    Overrule.objects.all().delete()
    data = overruling("mesotherapy", "The name of the treatment.")
    as_user("reviewer").post(reverse("guide_claims", args=[held.pk]), data)
    assert not read_row("guide", held.translation_key, "en").is_held


def test_a_clinician_overrules_one_of_two_phrases_and_signs_though_the_other_stands(held, forbid, as_user):
    """In whichever language: nobody has touched the words."""
    forbid("सिर", "hi")
    data = overruling("सिर", "It is where it is done.")
    hindi = GuidePage.objects.get(translation_key=held.translation_key, locale__language_code="hi")
    as_user("reviewer").post(reverse("guide_claims", args=[hindi.pk]), data)
    assert Overrule.objects.filter(locale="hi", phrase="सिर").exists()
    assert read_row("guide", held.translation_key, "en").is_held
    SignOff.objects.filter(guide=held.translation_key, part="process").delete()
    signing.sign(GuidePage.objects.get(pk=held.pk))
    assert SignOff.objects.filter(guide=held.translation_key, locale="en", part="process").exists()


# What is saved is asked of whoever saves it


def test_an_offering_that_nobody_can_see_is_asked_of_whoever_saves_it(needling, api):
    needling.unpublish()
    offering = Offering.objects.get(guide=needling, branch__slug="mumbai")
    offering.note = "Permanent results."
    with pytest.raises(Refused, match="Permanent"):
        offering.save()
    offering.note = "Ask us."
    offering.save()


def test_and_taking_off_is_held_up_by_no_note_that_was_not_saved(needling, noted, api):
    with publishing():
        needling.unpublish()
        BranchPage.objects.get(slug="mumbai").unpublish()
    assert api("branches/mumbai/").status_code == 410


@pytest.mark.parametrize("end", ["unpublish", "delete"])
def test_nor_by_the_words_of_another_language(mesotherapy, forbid, api, end):
    forbid("mesotherapy")
    before = api(MESOTHERAPY, locale="en").json()["summary"]
    hindi = GuidePage.objects.get(translation_key=mesotherapy.translation_key, locale__language_code="hi")
    getattr(hindi, end)()
    assert api(MESOTHERAPY, locale="hi").json()["locale"] == "en"
    assert api(MESOTHERAPY, locale="en").json()["summary"] == before


def write_past_every_door(page: GuidePage) -> None:
    GuidePage.objects.filter(pk=page.pk).update(summary="Nobody has signed this.")


@pytest.mark.parametrize("place", ["the page", "all of its language"])
def test_what_is_restricted_leaves_though_nobody_has_signed_the_words_of_another_language(mesotherapy, place, api):
    before = api(MESOTHERAPY, locale="en").json()["summary"]
    write_past_every_door(mesotherapy)
    hindi = GuidePage.objects.get(translation_key=mesotherapy.translation_key, locale__language_code="hi")
    page = hindi if place == "the page" else hindi.get_parent()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert api(MESOTHERAPY, locale="hi").json()["locale"] == "en"
    assert api(MESOTHERAPY, locale="en").json()["summary"] == before
    assert "sign" in read_row("guide", mesotherapy.translation_key, "en").held_because


def test_and_comes_back_so(mesotherapy, api):
    hindi = GuidePage.objects.get(translation_key=mesotherapy.translation_key, locale__language_code="hi")
    restriction = PageViewRestriction.objects.create(page=hindi, restriction_type=PageViewRestriction.LOGIN)
    write_past_every_door(mesotherapy)
    restriction.delete()
    assert api(MESOTHERAPY, locale="hi").json()["locale"] == "hi"


def test_but_not_with_words_of_its_own_that_nobody_has_signed(mesotherapy):
    hindi = GuidePage.objects.get(translation_key=mesotherapy.translation_key, locale__language_code="hi")
    restriction = PageViewRestriction.objects.create(page=hindi, restriction_type=PageViewRestriction.LOGIN)
    write_past_every_door(hindi)
    with pytest.raises(Refused, match="signed off"), transaction.atomic():
        restriction.delete()


def test_a_site_opens_and_closes_though_a_public_page_has_words_that_nobody_has_signed(mesotherapy, api):
    before = api(MESOTHERAPY, locale="en").json()["summary"]
    write_past_every_door(mesotherapy)
    home = mesotherapy.get_ancestors().filter(depth=2).get()
    site = Site.objects.create(hostname="members.localhost", root_page=home)
    site.delete()
    assert api(MESOTHERAPY, locale="en").json()["summary"] == before


def test_a_branch_is_restricted_though_a_translation_of_it_has_words_that_may_not_be_public(forbid, api):
    english = BranchPage.objects.get(slug="mumbai")
    hindi = english.copy_for_translation(Locale.objects.get(language_code="hi"), copy_parents=True)
    for above in hindi.get_ancestors().filter(locale=hindi.locale, live=False).specific():
        above.save_revision().publish()
    hindi.save_revision().publish()
    BranchPage.objects.filter(pk=hindi.pk).update(address="निषिद्ध")
    forbid("निषिद्ध", "hi")
    PageViewRestriction.objects.create(page=english, restriction_type=PageViewRestriction.LOGIN)
    assert read_row("branch", english.translation_key, "en").state == State.WITHDRAWN
    assert "निषिद्ध" not in api("branches/mumbai/", locale="hi").text
