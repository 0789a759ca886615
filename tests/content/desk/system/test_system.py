"""A dead worker, a hanging lane and failing purges are said: by /readyz/ to anybody, with details to administrators."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from content.model.outbox.models import Message
from content.model.running import places
from content.model.running.models import Beat
from content.release.outbox.delivering import deliver_due, send
from content.setup import beats
from content.setup.lanes import Job, Lane

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_waits(monkeypatch):
    Message.objects.all().delete()
    monkeypatch.setattr(places, "_known", (float("-inf"), []))


def ready(client) -> str:
    answer = client.get("/readyz/", headers={"Host": "192.0.2.1"})
    assert answer.status_code == (200 if answer.content == b"ok\n" else 503)
    return answer.content.decode()


def test_a_worker_is_noticed_when_it_dies_hangs_or_ends(client):
    assert "No worker runs" in ready(client)
    assert client.get("/healthz/").status_code == 200, "it can answer readers all the same"
    lane = Lane("publishing", [Job("publish", lambda: None)])
    beats.beat("a-1", timezone.now(), [lane])
    assert ready(client) == "ok\n"
    lane.rounded_at -= timedelta(hours=1)
    beats.beat("a-1", timezone.now(), [lane])
    assert "Part of the worker's work hangs" in ready(client)
    lane.go_round()
    beats.beat("a-1", timezone.now(), [lane])
    assert ready(client) == "ok\n"
    Beat.objects.update(beat_at=timezone.now() - timedelta(minutes=2))
    assert "No worker runs" in ready(client)
    beats.end("a-1")
    assert not Beat.objects.exists()


def test_failing_purges_are_shown_with_their_error_and_tried_again(client, as_user, monkeypatch):
    settings.PURGE_BACKEND, before = "content.release.purging.SurrogateKeyPurge", settings.PURGE_BACKEND
    settings.PURGE_URL = "http://127.0.0.1:1/"
    beats.beat("a-1", timezone.now(), [])
    message = send("purge", {"keys": ["guides"]})
    deliver_due("a")
    assert ready(client) == "ok\n"
    Message.objects.update(created_at=timezone.now() - timedelta(minutes=5), due_at=timezone.now() + timedelta(hours=1))
    assert "1 purge of the cache is not delivered" in ready(client)
    admin = as_user("admin")
    page = admin.get("/admin/system/").content.decode()
    assert "PurgeFailed: http://127.0.0.1:1/" in page
    assert "1 purge of the cache is not delivered" in page
    assert deliver_due("a") == 0
    settings.PURGE_BACKEND = before
    assert "1 message is tried again now." in admin.post("/admin/system/", follow=True).content.decode()
    assert deliver_due("a") == 1
    message.refresh_from_db()
    assert message.delivered_at
    assert ready(client) == "ok\n"
    assert as_user("editor").get("/admin/system/").status_code in (302, 403)


def test_health_says_that_the_disk_is_full(client, monkeypatch):
    monkeypatch.setattr(places, "LEAST_FREE", 2**50)
    monkeypatch.setattr(places, "bytes", lambda size: _raise(), raising=False)
    answer = client.get("/healthz/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert b"disk is full" in answer.content
    monkeypatch.setattr(places, "_known", (float("-inf"), []))


def _raise():
    raise OSError(28, "No space left on device")
