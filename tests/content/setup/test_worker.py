"""The worker: each of its jobs fails alone, and none that asks another host holds up a publication."""

import logging
import threading
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.utils import timezone

from content.desk.dashboard.tasks import find_tasks
from content.desk.images.forms import describe_state
from content.desk.launches.models import Launch, LaunchPage
from content.management.commands import worker
from content.model.consent.models import Consent
from content.model.images.encoding import EncodingFailed
from content.model.images.models import GuideImage
from content.model.outbox.models import Message
from content.release import consent_expiry, pictures
from content.release.job_waits import Waits
from content.release.outbox.delivering import deliver_due, send
from content.setup import lanes
from content.setup.lanes import Job, Lane
from tests.support import signing
from tests.support.pictures import make_image

JOBS = ["end_expired", "run_clock", "check_due", "run_launches", "run_schedule", "deliver_due", "prune", "collect"]


@pytest.fixture(autouse=True)
def no_bundles(monkeypatch):
    monkeypatch.setattr(lanes, "_registered", {})


def fail(*args, **kwargs):
    raise RuntimeError("planted")


@pytest.mark.django_db
@pytest.mark.parametrize("failing", JOBS)
def test_a_job_that_fails_stops_no_other(failing, monkeypatch, settings, caplog):
    settings.CHECK_CITATIONS, done = True, []
    for name in JOBS:
        monkeypatch.setattr(worker, name, fail if name == failing else lambda *a, name=name, **k: done.append(name))
    call_command("worker", once=True)
    assert set(done) == {name for name in JOBS if name != failing}
    assert "RuntimeError: planted" in caplog.text
    assert "again in 1 s" in caplog.text


@pytest.mark.django_db
def test_what_is_due_goes_out_while_a_consent_cannot_be_ended(peel, api, monkeypatch, caplog):
    yesterday = timezone.localdate() - timedelta(days=1)
    for reference in ("A", "B", "C"):
        consent = Consent.objects.create(reference=reference, scope="public", given_on=yesterday)
        Consent.objects.filter(pk=consent.pk).update(expires_on=yesterday)
    save = Consent.save
    monkeypatch.setattr(Consent, "save", lambda self, **k: fail() if self.reference == "B" else save(self, **k))
    peel.summary = "Launched."
    peel.save_revision()
    signing.sign(peel)
    launch = Launch.objects.create(title="Spring", planned_at=timezone.now())
    LaunchPage.objects.create(launch=launch, page=peel)
    send("purge", {"keys": ["guides"]})
    call_command("worker", once=True)
    assert set(Consent.objects.exclude(ended_at=None).values_list("reference", flat=True)) >= {"A", "C"}
    assert api("guides/superficial-chemical-peel/").json()["summary"] == "Launched."
    assert not Message.objects.filter(topic="purge", delivered_at=None).exists()
    assert "can't be ended" in caplog.text


@pytest.mark.django_db
def test_a_consent_that_cannot_be_ended_is_tried_again_later_and_not_each_time(monkeypatch):
    yesterday, tries = timezone.localdate() - timedelta(days=1), []
    consent = Consent.objects.create(reference="A", scope="public", given_on=yesterday)
    Consent.objects.filter(pk=consent.pk).update(expires_on=yesterday)
    monkeypatch.setattr(Consent, "save", lambda self, **k: (tries.append(self.pk), fail()))
    now, waits = [1000.0], Waits()
    monkeypatch.setattr("content.release.job_waits.time.monotonic", lambda: now[0])
    for seconds in (0, 0.5, 0.6, 1, 1, 100, 0):
        now[0] += seconds
        consent_expiry.end_expired(waits)
    assert len(tries) == 4


def test_a_job_that_fails_waits_longer_each_time_and_one_that_does_not_is_done_as_often_as_it_says(monkeypatch):
    now, tries = [1000.0], []
    monkeypatch.setattr("content.setup.lanes.time.monotonic", lambda: now[0])
    job = Job("test", lambda: (tries.append(now[0]), fail()))
    for _second in range(300):
        job.do_if_due()
        now[0] += 1
    assert [after - before for before, after in pairwise(tries)] == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    done = []
    often = Job("test", lambda: done.append(now[0]), every=60)
    for _second in range(121):
        often.do_if_due()
        now[0] += 1
    assert len(done) == 3


def test_what_asks_other_hosts_is_in_no_lane_with_what_publishes(settings):
    settings.CHECK_CITATIONS = True
    command = worker.Command()
    command.name = "test"
    jobs = {lane.name: {job.name for job in lane.jobs} for lane in command.build_lanes(is_once=False)}
    assert next(iter(jobs)) == "publishing"
    assert jobs["publishing"] == {"launch", "publish on schedule", "put prices in force", "look after reviews"}
    assert [jobs["purges"], jobs["links"]] == [{"purge"}, {"ask for citations"}]
    assert len(set().union(*jobs.values())) == sum(map(len, jobs.values()))


def test_a_lane_that_is_held_up_holds_up_no_other(monkeypatch):
    """As by a host that answers after minutes."""
    answered, published = threading.Event(), threading.Event()
    slow = Lane("links", [Job("ask", lambda: answered.wait(30))])
    fast = Lane("publishing", [Job("publish", published.set)])
    threads = [threading.Thread(target=lane.go_on, args=[lambda: True], daemon=True) for lane in (slow, fast)]
    for thread in threads:
        thread.start()
    assert published.wait(10)
    assert threads[0].is_alive()
    answered.set()
    for thread in threads:
        thread.join(10)


@pytest.mark.django_db
def test_purges_wait_for_no_mail_and_no_picture():
    Message.objects.all().delete()
    for topic in ("prepare_picture", "mail", "purge", "unknown"):
        send(topic, {"picture": 0, "keys": []})
    assert deliver_due("a", lane="purges") == 1
    assert set(Message.objects.filter(attempts=0).values_list("topic", flat=True)) == {
        "prepare_picture", "mail", "unknown",
    }  # fmt: skip
    assert deliver_due("a", lane="slow") == 1
    deliver_due("a", lane="messages")
    assert set(Message.objects.filter(attempts=1).values_list("topic", flat=True)) == {
        "prepare_picture", "mail", "purge", "unknown",
    }  # fmt: skip


@pytest.mark.django_db
def test_a_picture_that_cannot_be_prepared_is_given_up_and_told(monkeypatch, caplog, django_user_model):
    caplog.set_level(logging.ERROR)
    image = make_image()
    Message.objects.exclude(topic="prepare_picture", payload__picture=image.pk).delete()

    def refuse(image):
        raise EncodingFailed("heavy", {})

    monkeypatch.setattr(pictures, "prepare", refuse)
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    for _time in range(pictures.TRIES + 5):
        assert deliver_due("worker") == 0
        now += timedelta(hours=2)
    message = Message.objects.get()
    assert (message.attempts, "heavy" in message.last_error) == (pictures.TRIES, True)
    assert "is not tried again" in caplog.text
    image = GuideImage.objects.get(pk=image.pk)
    assert "could not be processed (heavy" in describe_state(image)
    for name in ("editor", "publisher"):
        tasks = find_tasks(django_user_model.objects.get(username=name))
        assert any("could not be processed" in task.message and task.is_urgent for task in tasks)
    monkeypatch.undo()
    image.save()
    assert "being processed" in describe_state(GuideImage.objects.get(pk=image.pk))
    deliver_due("worker")
    assert describe_state(GuideImage.objects.get(pk=image.pk)) == ""
