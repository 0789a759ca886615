"""An editor is not stopped by somebody else's words: what is faulty is held, and the rest goes out."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from content.desk.dashboard.tasks import find_tasks
from content.desk.launches.launching import launch_now
from content.desk.launches.models import Launch, LaunchPage
from content.edition.models import Current
from content.model.branches.models import BranchPage, Offering
from content.model.group.models import GroupSettings
from content.model.guides.models import GuidePage
from content.model.publishing import Refused
from content.model.snippets.models import Category, Citation, Clinician
from content.release.scheduling import run_schedule
from content.release.settle import settle_all
from tests.support import signing
from tests.support.guide_forms import edit

pytestmark = pytest.mark.django_db
PEEL, NEEDLING = "guides/superficial-chemical-peel/", "guides/microneedling-for-acne-scars/"


def draft(page: GuidePage, **words) -> GuidePage:
    page = GuidePage.objects.get(pk=page.pk)
    for name, value in words.items():
        setattr(page, name, value)
    page.save_revision()
    signing.sign(page)
    return page


def publish(page, client) -> None:
    draft(page, summary="New words.").get_latest_revision().publish()


def publish_in_the_form(page, client) -> None:
    draft(page, summary="New words.")
    edit(client, GuidePage.objects.get(pk=page.pk), summary="New words.")


def publish_in_bulk(page, client) -> None:
    draft(page, summary="New words.")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    assert client.post(f"{address}?id={page.pk}&next=/admin/").status_code == 302


def launch(page, client) -> None:
    draft(page, summary="New words.")
    planned = Launch.objects.create(title="Spring")
    LaunchPage.objects.create(launch=planned, page=page)
    launch_now(planned, get_user_model().objects.get(username="publisher"))


def schedule(page, client) -> None:
    moment = timezone.now()
    draft(page, summary="New words.", go_live_at=moment + timedelta(hours=1)).get_latest_revision().publish()
    page.refresh_from_db()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(timezone, "now", lambda: moment + timedelta(hours=2))
        assert run_schedule().refused == {}


DOORS = [publish, publish_in_the_form, publish_in_bulk, launch, schedule]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_a_guide_goes_out_though_one_that_it_combines_has_words_that_are_forbidden_by_now(
    door, forbid, needling, as_user, api
):
    forbid("superficial")
    before = api(PEEL).content
    door(needling, as_user("publisher"))
    shown = api(NEEDLING).json()
    assert shown["summary"] == "New words."
    if door is not publish_in_the_form:  # which sends no blocks here
        assert "Superficial chemical peel" in str(shown["sections"]), "as readers know it"
    assert api(PEEL).content == before
    assert settle_all() is None


def test_one_that_nobody_was_shown_beside_it_yet_is_called_as_readers_know_it(forbid, needling, peel, api):
    """Its own page has a title by now that was published past the check."""
    GuidePage.objects.filter(pk=peel.pk).update(title="Guaranteed peel")
    publish(needling, None)
    assert api(NEEDLING).json()["summary"] == "New words."
    assert "Guaranteed" not in api(NEEDLING).content.decode()
    assert "Superficial chemical peel" in api(NEEDLING).content.decode()


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_a_guide_goes_out_though_a_clinician_that_it_shows_is_called_what_is_forbidden(door, needling, as_user, api):
    Clinician.objects.update(role="Painless dermatologist")
    door(needling, as_user("publisher"))
    shown = api(NEEDLING).json()
    assert shown["summary"] == "New words."
    assert "ainless" not in str(shown["review"])
    assert shown["review"]["signed_off"]


def test_a_clinician_that_readers_do_not_know_is_left_out_until_their_words_are_mended(needling, api):
    new = Clinician.objects.create(
        name="Dr New", role="Painless dermatologist", registration_body="GMC", registration_number="7"
    )
    needling.reviewer = new
    signing.publish(needling)
    assert api(NEEDLING).json()["review"]["reviewed_by"] is None
    new.role = "Dermatologist"
    new.save()
    assert api(NEEDLING).json()["review"]["reviewed_by"]["name"] == "Dr New"
    assert not Current.objects.get(kind="guide", subject=needling.translation_key, locale="en").is_held


def test_a_category_and_a_source_stay_as_readers_know_them(forbid, needling, api):
    category, citation = Category.objects.get(pk=needling.category_id), needling.guide_citations.first().citation
    known = api(NEEDLING).json()
    Category.objects.filter(pk=category.pk).update(name="Painless things")
    Citation.objects.filter(pk=citation.pk).update(title="Painless needles")
    publish(needling, None)
    shown = api(NEEDLING).json()
    assert (shown["summary"], shown["category"]) == ("New words.", known["category"])
    assert [one["title"] for one in shown["citations"]] == [one["title"] for one in known["citations"]]
    assert settle_all() is None


def test_a_branch_goes_out_though_the_groups_words_of_contact_are_forbidden(api):
    BranchPage.objects.update(contact_label="")
    GroupSettings.objects.update(contact_label="A painless chat")
    london = BranchPage.objects.get(slug="london")
    london.phone = "+44 20 1111 2222"
    london.save_revision(clean=False).publish()
    shown = api("branches/london/").json()
    assert shown["phone"] == "+44 20 1111 2222"
    assert shown["contact"]["label"] == "Need help? Chat with us"
    london.contact_label = "A painless branch"
    with pytest.raises((Refused, ValidationError), match="painless"):
        london.save_revision(clean=False).publish()


def test_an_offering_goes_out_though_its_practitioner_is_called_what_is_forbidden(mesotherapy, api):
    offering = Offering.objects.get(guide=mesotherapy, branch__slug="mumbai")
    Clinician.objects.update(role="Painless dermatologist")
    offering.note, offering.price_valid_from = "Ask us.", date(2027, 1, 1)
    offering.save()
    shown = api("branches/mumbai/guides/mesotherapy-for-hair/").json()["offering"]
    assert shown["note"] == "Ask us."
    assert "ainless" not in str(shown["practitioner"])


def test_whoever_saves_the_faulty_thing_is_refused_all_the_same(needling, api):
    reviewer = needling.reviewer
    reviewer.role = "Painless dermatologist"
    with pytest.raises(Refused, match="Painless"):
        reviewer.save()
    needling.summary = "Guaranteed."
    with pytest.raises(Refused, match="uaranteed"):
        signing.publish(needling)


def test_whoever_may_mend_it_is_told(needling, django_user_model):
    Clinician.objects.update(role="Painless dermatologist")
    publish(needling, None)
    tasks = find_tasks(django_user_model.objects.get(username="publisher"))
    assert any("older version than the one published" in task.message and "clinician" in task.message for task in tasks)
