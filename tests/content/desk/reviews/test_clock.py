"""Reviews fall due: who is told, once, and what happens to what nobody reviews."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone

from content.desk.dashboard.planned import find_planned
from content.desk.notifications.telling import TOPIC
from content.desk.reviews import clock
from content.desk.reviews.clock import ANNOUNCED, run_clock
from content.desk.reviews.models import ReviewReminder
from content.edition.models import Release
from content.model.days import show_day
from content.model.group.models import GroupSettings
from content.model.guides.models import GuidePage
from content.model.outbox.models import Message
from content.release.outbox.delivering import deliver_due
from tests.support.mails import told

pytestmark = pytest.mark.django_db
PEEL = "guides/superficial-chemical-peel/"


@pytest.fixture
def day(monkeypatch):
    """Sets how many days from now it is."""
    now = timezone.now()

    def go(days: int) -> None:
        moment = now + timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return go


@pytest.fixture
def peel(peel) -> GuidePage:
    """Due in a hundred days; nothing else is ever due."""
    GuidePage.objects.exclude(pk=peel.pk).update(next_review=None)
    GuidePage.objects.filter(pk=peel.pk).update(next_review=timezone.localdate() + timedelta(days=100))
    return GuidePage.objects.get(pk=peel.pk)


def test_people_are_told_once_for_each_stage(peel, day):
    assert (run_clock(), told()) == (0, [])
    day(69)
    assert run_clock() == 0
    day(70)
    assert (run_clock(), run_clock()) == (1, 0)
    sent = told()
    # The publisher, and the account of the reviewer; not every superuser.
    assert {address for message in sent for address in message.to} == {
        *("publisher@skinpheras.example", "reviewer@skinpheras.example")
    }
    assert {message.subject for message in sent} == {f"“{peel.title}”: review due on {show_day(peel.next_review)}"}
    for to, address in (("publisher", "wagtailadmin_pages:edit"), ("reviewer", "sign_off")):
        (message,) = [one for one in sent if one.to == [f"{to}@skinpheras.example"]]
        assert reverse(address, args=[peel.pk]) in message.body, "each is led to the screen that is theirs"
    day(100)
    assert (run_clock(), run_clock()) == (1, 0)
    assert told()[0].subject == f"“{peel.title}”: the review is due"
    day(300)
    assert (run_clock(), told()) == (0, []), "and never withdrawn, unless the group wants it"


def test_a_review_that_was_made_begins_anew(peel, day):
    day(100)
    run_clock()
    told()
    GuidePage.objects.filter(pk=peel.pk).update(next_review=timezone.localdate() + timedelta(days=365))
    assert (run_clock(), told()) == (0, [])


def test_what_nobody_reviews_is_announced_and_then_withdrawn_with_the_reason(peel, day, api, django_user_model):
    GroupSettings.objects.update(withdraw_after_days=60)
    day(100)
    run_clock()
    assert "is due" in told()[0].subject
    day(146)
    run_clock()
    (first, *_rest) = told()
    withdrawal = peel.next_review + timedelta(days=60)
    assert first.subject == f"“{peel.title}” will be withdrawn on {show_day(withdrawal)}"
    planned = find_planned(django_user_model.objects.get(username="admin"))
    assert [(one.page.pk, timezone.localdate(one.moment), one.goes_out) for one in planned] == [
        (peel.pk, withdrawal, False)
    ]
    day(159)
    assert run_clock() == 0
    assert api(PEEL).status_code == 200
    day(160)
    releases = Release.objects.count()
    assert (run_clock(), run_clock()) == (1, 0)
    answer = api(PEEL)
    assert answer.status_code == 410
    assert answer.json()["reason"] == "Its medical review is overdue. It will return once it has been reviewed."
    assert Release.objects.count() == releases + 1
    assert (Release.objects.latest("number").actor, Release.objects.latest("number").reason) == (
        *("schedule", "Its review is overdue"),
    )
    # Reviewed and published again, it is back without the reason.
    page = GuidePage.objects.get(pk=peel.pk)
    page.next_review = timezone.localdate() + timedelta(days=365)
    page.save_revision().publish()
    assert api(PEEL).status_code == 200


def test_nothing_is_withdrawn_that_was_not_announced_for_two_weeks(peel, day, api):
    """As where the policy is new, or no worker ran for a year."""
    day(400)
    GroupSettings.objects.update(withdraw_after_days=0)
    assert run_clock() == 1
    assert f"withdrawn on {show_day(timezone.localdate() + ANNOUNCED)}" in told()[0].subject
    assert api(PEEL).status_code == 200
    day(413)
    assert (run_clock(), api(PEEL).status_code) == (0, 200)
    day(414)
    assert (run_clock(), api(PEEL).status_code) == (1, 410)


def test_a_reminder_survives_a_mail_server_that_is_away(peel, day, monkeypatch):
    day(100)
    run_clock()

    def fail(*args, **kwargs):
        raise ConnectionRefusedError("no mail server")

    with monkeypatch.context() as patched:
        patched.setattr(EmailMultiAlternatives, "send", fail)
        deliver_due("worker")
    assert Message.objects.filter(topic=TOPIC, delivered_at=None).count() == 2
    day(101)
    assert len(told()) == 2


def test_one_guide_holds_up_no_other(peel, mesotherapy, day, monkeypatch):
    GuidePage.objects.filter(pk=mesotherapy.pk).update(next_review=peel.next_review - timedelta(days=1))
    day(100)

    find = clock.find_keepers
    monkeypatch.setattr(clock, "find_keepers", lambda page: 1 / 0 if page.pk == mesotherapy.pk else find(page))
    assert run_clock() == 1
    assert ReviewReminder.objects.get().guide == peel.translation_key


def test_the_report_lists_and_exports_what_is_due(as_user, peel, day):
    GroupSettings.objects.update(withdraw_after_days=60)
    day(146)
    run_clock()
    html = as_user("editor").get(reverse("review_report")).content.decode()
    assert f"overdue, will be withdrawn on {show_day(peel.next_review + timedelta(days=60))}" in html
    assert "not set" in html
    csv = b"".join(as_user("editor").get(reverse("review_report"), {"export": "csv"}).streaming_content).decode()
    assert "Superficial chemical peel,English,Dr Asha Rao (sample)" in csv
    assert peel.title not in as_user("mumbai").get(reverse("review_report")).content.decode()
