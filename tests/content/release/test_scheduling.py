"""Scheduled publishing and expiry: exactly once, each on its own, whatever the clock and the workers do."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageLogEntry

from content.edition.models import Release
from content.model.guides.models import GuidePage
from content.model.outbox.models import Message
from content.release.scheduling import run_schedule
from tests.support import signing

pytestmark = pytest.mark.django_db


def at(monkeypatch, moment: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def schedule(page: GuidePage, go_live_at: datetime | None = None, expire_at: datetime | None = None, **words) -> None:
    page.go_live_at, page.expire_at = go_live_at, expire_at
    for name, value in words.items():
        setattr(page, name, value)
    signing.publish(page)


def summary(api, slug: str) -> str:
    return api(f"guides/{slug}/").json().get("summary", "")


def test_it_goes_live_at_its_time_and_not_before(peel, api, monkeypatch):
    now = timezone.now()
    schedule(peel, now + timedelta(hours=1), summary="From then on.")
    assert not run_schedule()
    assert summary(api, peel.slug) != "From then on."
    at(monkeypatch, now + timedelta(hours=1, seconds=1))
    assert run_schedule().published == [peel.title]
    assert summary(api, peel.slug) == "From then on."
    assert not run_schedule()
    assert PageLogEntry.objects.filter(page=peel.pk, action="wagtail.publish.scheduled").count() == 1
    release = Release.objects.latest("number")
    assert (release.actor, release.reason) == ("schedule", "Scheduled publishing")


def test_it_expires_at_its_time(peel, api, monkeypatch):
    now = timezone.now()
    schedule(peel, expire_at=now + timedelta(hours=1))
    at(monkeypatch, now + timedelta(hours=2))
    assert run_schedule().expired == [peel.title]
    assert api(f"guides/{peel.slug}/").status_code == 410
    assert not run_schedule()


def test_a_refused_page_does_not_hold_up_the_others_and_says_why(peel, mesotherapy, api, monkeypatch):
    now = timezone.now()
    schedule(peel, now + timedelta(minutes=1), summary="")
    schedule(mesotherapy, now + timedelta(minutes=2), summary="On time.")
    at(monkeypatch, now + timedelta(hours=1))
    outcome = run_schedule()
    assert outcome.published == [mesotherapy.title]
    assert "Write a summary" in outcome.refused[peel.title][0]
    assert summary(api, mesotherapy.slug) == "On time."
    run_schedule()
    entries = PageLogEntry.objects.filter(page=peel.pk, action="guides.refuse")
    assert entries.count() == 1, "the same reason is written down once"
    assert "Write a summary" in entries.get().message


def test_a_refusal_is_written_down_with_the_notices_about_it(peel, monkeypatch):
    now = timezone.now()
    schedule(peel, now + timedelta(minutes=1), summary="")
    at(monkeypatch, now + timedelta(hours=1))
    refusals = PageLogEntry.objects.filter(page=peel.pk, action="guides.refuse")
    with monkeypatch.context() as patched:
        patched.setattr("content.desk.notifications.telling.send_all", None)  # the worker dies there
        with pytest.raises(TypeError):
            run_schedule()
    assert not refusals.exists()
    run_schedule()
    assert refusals.count() == 1
    assert Message.objects.filter(topic="notices", payload__notices__0__kind="refused").exists()


def test_after_a_days_outage_what_was_to_be_public_and_is_over_never_appears(guide_index, peel, api, monkeypatch):
    now = timezone.now()
    peel.unpublish()
    peel = GuidePage.objects.get(pk=peel.pk)
    schedule(peel, now + timedelta(hours=1), now + timedelta(hours=2), summary="Only that hour.")
    before = Release.objects.count()
    at(monkeypatch, now + timedelta(days=1))
    outcome = run_schedule()
    assert (outcome.published, outcome.expired) == ([peel.title], [peel.title])
    assert Release.objects.count() == before
    assert api(f"guides/{peel.slug}/").status_code == 410


def test_after_a_days_outage_all_that_is_due_happens_once(peel, mesotherapy, monkeypatch):
    now = timezone.now()
    schedule(peel, now + timedelta(hours=1), summary="One.")
    schedule(mesotherapy, now + timedelta(hours=2), summary="Two.")
    at(monkeypatch, now + timedelta(days=1))
    assert run_schedule().published == [peel.title, mesotherapy.title]
    assert not run_schedule()


@pytest.mark.parametrize(("before", "after"), [
    (datetime(2027, 3, 28, 0, 30), datetime(2027, 3, 28, 3, 30)),  # London's clocks go forward at 01:00
    (datetime(2027, 10, 31, 0, 30), datetime(2027, 10, 31, 1, 30)),  # and back at 02:00, when 01:30 comes twice
])  # fmt: skip
def test_across_a_clock_change_it_happens_once(peel, monkeypatch, before, after):
    london = ZoneInfo("Europe/London")
    at(monkeypatch, before.replace(tzinfo=london))
    schedule(peel, datetime(2027, before.month, before.day, 1, 15, tzinfo=london), summary="In that night.")
    assert not run_schedule()
    published = []
    for fold in (0, 1):
        at(monkeypatch, after.replace(tzinfo=london, fold=fold))
        published += run_schedule().published
    assert published == [peel.title]


def test_a_clock_that_is_set_back_publishes_nothing_twice(peel, monkeypatch):
    now = timezone.now()
    schedule(peel, now + timedelta(minutes=5), summary="Once.")
    at(monkeypatch, now + timedelta(minutes=6))
    assert run_schedule().published
    at(monkeypatch, now)
    assert not run_schedule()
    at(monkeypatch, now + timedelta(minutes=6))
    assert not run_schedule()


def test_the_command_says_what_is_due_and_does_it(peel, monkeypatch, capsys):
    now = timezone.now()
    schedule(peel, now + timedelta(minutes=1), summary="By command.")
    at(monkeypatch, now + timedelta(minutes=2))
    call_command("publish_scheduled", dry_run=True)
    assert f"publish  {peel.title}" in capsys.readouterr().out
    call_command("publish_scheduled", json=True)
    assert f'"published": ["{peel.title}"]' in capsys.readouterr().out


def test_a_worker_tries_a_refused_page_again_after_a_minute_and_not_before(peel, api, monkeypatch):
    now = timezone.now()
    schedule(peel, now + timedelta(minutes=1), summary="")
    waiting: dict[int, datetime] = {}
    at(monkeypatch, now + timedelta(hours=1))
    assert run_schedule(waiting).refused
    assert not run_schedule(waiting), "not compiled again at once"
    schedule(peel, now + timedelta(hours=1, seconds=30), summary="Mended.")
    at(monkeypatch, now + timedelta(hours=1, seconds=59))
    assert not run_schedule(waiting)
    at(monkeypatch, now + timedelta(hours=1, minutes=1, seconds=1))
    assert run_schedule(waiting).published == [peel.title]
    assert not waiting


def test_a_clock_set_back_makes_a_refused_page_wait_no_longer(peel, monkeypatch):
    now = timezone.now()
    schedule(peel, now + timedelta(minutes=1), summary="")
    waiting: dict[int, datetime] = {}
    at(monkeypatch, now + timedelta(hours=5))
    assert run_schedule(waiting).refused
    at(monkeypatch, now + timedelta(hours=1))
    assert run_schedule(waiting).refused
