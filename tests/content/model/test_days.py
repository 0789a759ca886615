"""A day is over for everybody at once, and a form that is opened and saved changes none, in whatever time zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content.desk.launches.models import Launch, LaunchPage
from content.model.branches.models import BranchPage
from content.model.consent.models import Consent
from content.model.days import DateTimeField, today
from content.model.guides.models import GuidePage
from content.model.snippets.models import Clinician
from content.release.consent_expiry import end_expired
from tests.support.tabs import open_form, page_address, snippet_address

pytestmark = pytest.mark.django_db
ZONES = ["America/Los_Angeles", "Asia/Kolkata", "Pacific/Kiritimati"]


@pytest.fixture(params=ZONES)
def zone(request):
    return request.param


@pytest.fixture
def editor(as_user, django_user_model, zone):
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(django_user_model.objects.get(username="admin"))
    profile.current_time_zone = zone
    profile.save()
    return as_user("admin")


def stop_clock(monkeypatch, moment):
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


@pytest.fixture(params=[1, 23])
def hour(request, monkeypatch):
    stop_clock(monkeypatch, datetime(2026, 6, 2, request.param, tzinfo=UTC))


def test_an_expired_consent_stays_ended_whoever_saves_it(editor, zone, hour):
    consent = Consent.objects.create(reference="A", scope="public", given_on="2026-01-01", expires_on=date(2026, 6, 1))
    end_expired()
    before = Consent.objects.values().get(pk=consent.pk)
    assert before["ended_at"]
    editor.post(snippet_address(consent), open_form(editor, snippet_address(consent)))
    with timezone.override(zone):
        Consent.objects.get(pk=consent.pk).save()
        assert Consent.objects.get(pk=consent.pk).is_over
    assert Consent.objects.values().get(pk=consent.pk) == before


def test_a_consent_stands_on_its_last_day_whoever_saves_it(editor, hour):
    consent = Consent.objects.create(reference="A", scope="public", given_on="2026-01-01", expires_on=date(2026, 6, 2))
    editor.post(snippet_address(consent), open_form(editor, snippet_address(consent)))
    consent.refresh_from_db()
    assert consent.covers_publishing


def test_what_was_given_today_is_recorded_everywhere(editor, zone, hour):
    """Also by whom it is tomorrow for, and saved again by whom it is yesterday for."""
    with timezone.override(zone):
        consent = Consent(reference="A", scope="public", given_on=timezone.localdate())
        consent.full_clean()
        consent.save()
    with timezone.override("Pacific/Pago_Pago"):
        Consent.objects.get(pk=consent.pk).full_clean()


def test_a_registration_ends_for_everybody_at_once(zone, hour):
    with timezone.override(zone):
        assert Clinician(registered_until=date(2026, 6, 1)).has_lapsed
        assert not Clinician(registered_until=date(2026, 6, 2)).has_lapsed
        assert today() == date(2026, 6, 2)


#: With seconds, and in the hour that comes twice where the clocks go back.
MOMENTS = [
    datetime(2099, 3, 1, 9, 30, 17, 5, tzinfo=UTC),
    datetime(2028, 11, 5, 8, 30, tzinfo=UTC),
    datetime(2028, 11, 5, 9, 30, tzinfo=UTC),
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_planned_moment_stays_whoever_saves_it(editor, moment):
    launch = Launch.objects.create(title="Spring", planned_at=moment)
    data = open_form(editor, snippet_address(launch)) | {"title": "Spring 2"}
    assert editor.post(snippet_address(launch), data).status_code == 302
    launch.refresh_from_db()
    assert (launch.title, launch.planned_at) == ("Spring 2", moment)


def test_a_moment_is_read_with_its_day_in_one_way_only():
    assert DateTimeField().clean("25/10/2026 09:30").date() == date(2026, 10, 25)
    with pytest.raises(Exception, match="could be 2026-05-10 or 2026-10-05"):
        DateTimeField().clean("05/10/2026 09:30")


def test_days_of_every_form_of_the_admin_are_read_in_one_way_only(as_user):
    consent = Consent.objects.create(reference="A", scope="public", given_on="2026-01-01")
    client = as_user("admin")
    answer = client.post(
        snippet_address(consent), open_form(client, snippet_address(consent)) | {"expires_on": "05/10/2030"}
    )
    assert "could be 2030-05-10 or 2030-10-05" in answer.content.decode()


# What has expired by its schedule


@pytest.fixture(params=["guide", "branch"])
def expired(request):
    past = timezone.now().replace(microsecond=0) - timedelta(days=2, seconds=17)
    make = {
        "guide": lambda: GuidePage.objects.get(slug="superficial-chemical-peel"),
        "branch": lambda: BranchPage.objects.get(slug="mumbai"),
    }
    thing = make[request.param]()
    thing.go_live_at, thing.expire_at = past - timedelta(days=3), past
    thing.save_revision()
    thing.expired, thing.live = True, False
    thing.save()
    return thing


def test_a_draft_of_what_has_expired_is_saved_and_says_what_publishing_needs(as_user, expired):
    client = as_user("admin")
    data = open_form(client, page_address(expired)) | {"title": "Another name"}
    answer = client.post(page_address(expired), data, follow=True)
    stored = type(expired).objects.get(pk=expired.pk).get_latest_revision_as_object()
    assert stored.title == "Another name"
    assert stored.expire_at == expired.expire_at
    assert "Before you publish, set a later expiry or remove it." in answer.content.decode()


def test_what_has_expired_is_published_once_its_time_is_taken_out(as_user, expired):
    client = as_user("admin")
    data = open_form(client, page_address(expired)) | {"action-publish": "1"}
    refused = client.post(page_address(expired), data)
    assert "Before you publish, set a later expiry or remove it." in refused.content.decode()
    assert not type(expired).objects.get(pk=expired.pk).live
    if not isinstance(expired, GuidePage):
        client.post(page_address(expired), data | {"go_live_at": "", "expire_at": ""})
        assert type(expired).objects.get(pk=expired.pk).live


def test_a_past_time_that_is_typed_now_is_refused_for_a_draft_too(as_user):
    branch, client = BranchPage.objects.get(slug="mumbai"), as_user("admin")
    data = open_form(client, page_address(branch)) | {"expire_at": "2026-01-01 10:00", "phone": "+91 22 5555 0001"}
    assert client.post(page_address(branch), data).status_code == 200


def test_a_launch_publishes_nothing_that_would_expire_at_once(as_user, peel):
    past = timezone.now() - timedelta(days=2)
    peel.expire_at = past
    peel.save_revision()
    launch = Launch.objects.create(title="Spring")
    LaunchPage.objects.create(launch=launch, page=peel, action="publish")
    client = as_user("admin")
    answer = client.post(reverse("launch", args=[launch.pk]), {"launch": "1"}, follow=True)
    assert "has an expiry date in the past." in answer.content.decode()
