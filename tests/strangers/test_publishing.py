"""Publishing: nobody is stopped by somebody else's page, and nothing is asked for twice over.

Written from the description of a fault by somebody who has not seen how it was mended.
"""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from content.approval.claims.models import Overrule
from content.desk.launches.models import Launch, LaunchPage
from content.model.branches.models import BranchPage, Offering
from content.model.guides.models import GuidePage
from content.model.publishing import Refused, publishing
from tests.support import signing
from tests.support.browsing import open_form
from tests.support.guide_forms import form_data

pytestmark = pytest.mark.django_db


def combine(guide: GuidePage):
    value = {
        "guide": guide,
        "therapy": None,
        "kind": "device",
        "benefit": "<p>Both.</p>",
        "caution": "",
        "citations": [],
    }
    return ("combination", value)


# Somebody else's page


@pytest.fixture
def forbidden(peel) -> GuidePage:
    """A public guide whose title no rule allows any more: the clinician's word for it was taken back since."""
    said = [
        Overrule.objects.create(guide=guide, locale=locale, rule="miracle", phrase="miracle", reason="A name.")
        for guide in set(GuidePage.objects.values_list("translation_key", flat=True))
        for locale in ("en", "hi")
    ]
    peel.title = "The miracle peel"
    signing.publish(peel)
    for one in said:
        one.delete()
    return GuidePage.objects.get(pk=peel.pk)


def test_a_guide_that_combines_one_with_a_forbidden_title_goes_out(as_user, api, forbidden, mesotherapy):
    before = api(f"guides/{forbidden.slug}/").content
    assert "miracle" in before.decode()
    needling = GuidePage.objects.get(slug="microneedling-for-acne-scars")
    needling.combinations_blocks = [combine(forbidden)]
    needling.summary = "Needling, with another guide beside it."
    signing.publish(needling)
    assert api(f"guides/{needling.slug}/").json()["summary"] == "Needling, with another guide beside it."
    assert api(f"guides/{forbidden.slug}/").content == before, "that one is held"


def test_a_launch_of_a_guide_that_combines_it_goes_out(as_user, api, forbidden):
    needling = GuidePage.objects.get(slug="microneedling-for-acne-scars")
    needling.combinations_blocks = [combine(forbidden)]
    needling.save_revision()
    signing.sign(needling)
    launch = Launch.objects.create(title="Needles")
    LaunchPage.objects.create(launch=launch, page=needling)
    as_user("publisher").post(reverse("launch", args=[launch.pk]), {"launch": "1"}, follow=True)
    assert Launch.objects.get().done_at is not None
    assert len(api(f"guides/{needling.slug}/").json()["sections"][-1]["blocks"]) == 1


# Two things in one transaction


@pytest.mark.parametrize("note", ["30% off this week only"])
def test_the_note_of_an_offering_is_checked_though_its_guide_is_withdrawn_with_it(api, note):
    """Else whoever publishes the guide again is stopped by it."""
    needling = GuidePage.objects.get(slug="microneedling-for-acne-scars")
    offering = Offering.objects.get(branch__slug="mumbai", guide=needling)
    offering.note = note

    def withdraw_and_save() -> None:
        with publishing():
            needling.unpublish()
            offering.save()

    with pytest.raises(Refused):
        withdraw_and_save()
    assert Offering.objects.get(pk=offering.pk).note != note
    assert api(f"guides/{needling.slug}/").status_code == 200, "all of it or nothing"


def test_and_though_its_branch_is_withdrawn_with_it(api, mesotherapy):
    offering = Offering.objects.get(branch__slug="delhi", guide=mesotherapy)
    offering.note = "Permanent results."

    def save_and_withdraw() -> None:
        with publishing():
            offering.save()
            BranchPage.objects.get(slug="delhi").unpublish()

    with pytest.raises(Refused):
        save_and_withdraw()
    assert Offering.objects.get(pk=offering.pk).note != "Permanent results."
    assert api("branches/delhi/").status_code == 200


# After its time


def at(monkeypatch, moment: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_a_branch_that_has_expired_can_be_drafted_and_published_again(as_user, api, monkeypatch):
    london, now = BranchPage.objects.get(slug="london"), timezone.now()
    london.expire_at = now + timedelta(hours=1)
    london.save_revision().publish()
    at(monkeypatch, now + timedelta(hours=2))
    call_command("publish_scheduled")
    assert api("branches/london/").status_code == 410
    client, address = as_user("admin"), reverse("wagtailadmin_pages:edit", args=[london.pk])
    data = open_form(client, address, "phone")
    answer = client.post(address, {**data, "phone": "+44 20 7946 0111"})
    form = answer.context["form"].errors if answer.status_code == 200 and answer.context else ""
    assert not form, form
    assert BranchPage.objects.get(pk=london.pk).get_latest_revision_as_object().phone == "+44 20 7946 0111"


def test_a_guide_that_has_expired_can_be_submitted_as_a_draft(as_user, peel, monkeypatch):
    now = timezone.now()
    peel.expire_at = now + timedelta(minutes=10)
    signing.publish(peel)
    at(monkeypatch, now + timedelta(days=2))
    call_command("publish_scheduled")
    peel.refresh_from_db()
    assert not peel.live
    client, address = as_user("publisher"), reverse("wagtailadmin_pages:edit", args=[peel.pk])
    data = {**open_form(client, address, "slug"), **form_data(peel, summary="After its time.")}
    client.post(address, data)
    assert GuidePage.objects.get(pk=peel.pk).get_latest_revision_as_object().summary == "After its time."
