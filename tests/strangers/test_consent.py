"""Consents end once, wherever an editor is; and what fails of one holds up nothing else.

Written from the description of a fault by somebody who has not seen how it was mended.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db.models.signals import pre_save
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from content.desk.launches.models import Launch, LaunchOffering
from content.model.branches.models import BranchPage, Offering
from content.model.consent.models import Consent
from content.model.guides.models import GuidePage
from tests.support import signing
from tests.support.browsing import open_form

pytestmark = pytest.mark.django_db
#: Three in the morning: the day before in Honolulu and Los Angeles, noon of the same day in Auckland.
NIGHT = datetime(2027, 2, 10, 3, 0, tzinfo=UTC)
#: Nine in the evening: the next day in Auckland and Kolkata.
EVENING = datetime(2027, 2, 10, 21, 0, tzinfo=UTC)
GUIDE = "guides/mesotherapy-for-hair/"


def at(monkeypatch, moment: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def live_in(name: str, zone: str) -> None:
    profile = UserProfile.get_for_user(get_user_model().objects.get(username=name))
    profile.current_time_zone = zone
    profile.save()


@pytest.fixture
def consent(mesotherapy) -> Consent:
    """Of the picture of the mesotherapy guide, until the ninth of February."""
    consent = Consent.objects.create(
        reference="F-77", scope="public", given_on=date(2026, 1, 1), expires_on=date(2027, 2, 9)
    )
    hero = mesotherapy.hero
    hero.shows_patient, hero.consent = True, consent
    hero.save()
    return consent


@pytest.mark.parametrize("zone", ["America/St_Johns"])
def test_an_expired_consent_stays_expired_whoever_saves_it(as_user, api, consent, monkeypatch, zone):
    """Also an administrator, who may mend what was recorded by mistake, and mends something else."""
    at(monkeypatch, NIGHT)
    call_command("worker", once=True)
    assert api(GUIDE).json()["hero"] is None
    live_in("admin", zone)
    client, address = as_user("admin"), reverse("wagtailsnippets_content_consent:edit", args=[consent.pk])
    client.post(address, {**open_form(client, address, "reference"), "reference": "F-77 (moved)"}, follow=True)
    consent.refresh_from_db()
    assert consent.ended_at is not None
    call_command("worker", once=True)
    assert api(GUIDE).json()["hero"] is None


@pytest.mark.parametrize("zone", ["Asia/Kolkata"])
def test_a_consent_does_not_end_early_for_an_editor_in_the_east(as_user, api, consent, monkeypatch, zone):
    """Its last day is not over for the group's schedule: saving its form changes nothing of that."""
    Consent.objects.update(expires_on=date(2027, 2, 10))
    at(monkeypatch, EVENING)
    call_command("worker", once=True)
    assert api(GUIDE).json()["hero"]
    live_in("editor", zone)
    client, address = as_user("editor"), reverse("wagtailsnippets_content_consent:edit", args=[consent.pk])
    client.post(address, open_form(client, address, "reference"), follow=True)
    consent.refresh_from_db()
    assert consent.ended_at is None
    assert api(GUIDE).json()["hero"]


@pytest.fixture
def failing(consent):
    """The consent that comes first can't be saved, whoever tries; another has expired as well."""

    def fail(instance, **kwargs):
        if instance.pk == consent.pk:
            raise RuntimeError("This consent can't be saved.")

    Consent.objects.create(reference="F-78", scope="public", given_on=date(2026, 1, 1), expires_on=date(2027, 1, 9))
    pre_save.connect(fail, sender=Consent, weak=False, dispatch_uid="stranger")
    yield consent
    pre_save.disconnect(sender=Consent, dispatch_uid="stranger")


def test_one_consent_that_fails_stops_no_other_and_no_job_of_the_worker(api, failing, peel, monkeypatch, caplog):
    monkeypatch.setattr(timezone, "now", lambda: NIGHT - timedelta(days=9))
    Consent.objects.filter(pk=failing.pk).update(expires_on=date(2027, 2, 1))
    peel.summary, peel.go_live_at = "On time.", NIGHT - timedelta(hours=1)
    signing.publish(peel)
    needling = GuidePage.objects.get(slug="microneedling-for-acne-scars")
    needling.expire_at = NIGHT - timedelta(hours=1)
    signing.publish(needling)
    launch = Launch.objects.create(title="At night", planned_at=NIGHT - timedelta(minutes=5))
    london = BranchPage.objects.get(slug="london")
    LaunchOffering.objects.create(
        launch=launch,
        branch=london,
        guide=GuidePage.objects.get(slug="mesotherapy-for-hair", locale__language_code="en"),
        price_from=66,
        currency="GBP",
        price_valid_from=date(2027, 1, 1),
    )
    at(monkeypatch, NIGHT)
    call_command("worker", once=True)
    assert Consent.objects.get(reference="F-78").ended_at is not None, "the other consent"
    assert api(f"guides/{peel.slug}/").json()["summary"] == "On time."
    assert api(f"guides/{needling.slug}/").status_code == 410
    assert Offering.objects.get(branch=london, guide__slug="mesotherapy-for-hair").price_from == 66
    assert any(record.levelname == "ERROR" and record.exc_info for record in caplog.records), "and it is told"
