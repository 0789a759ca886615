"""The outbox: written with the change, delivered at least once, and never held by a worker that is gone."""

from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.core.management import call_command
from django.utils import timezone

from content.model.outbox.models import Message
from content.model.publishing import Refused, publishing
from content.release.outbox import delivering
from content.release.outbox.delivering import LEASE, _lease, deliver_due, prune, register_handler, send
from tests.support import signing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty():
    Message.objects.all().delete()


@pytest.fixture
def handled(monkeypatch):
    seen: list[dict] = []
    monkeypatch.setattr(delivering, "_handlers", dict(delivering._handlers))
    register_handler("test")(seen.append)
    return seen


def test_what_is_due_is_delivered_once_and_in_order(handled):
    for number in range(3):
        send("test", {"n": number})
    assert deliver_due("a") == 3
    assert deliver_due("b") == 0
    assert handled == [{"n": 0}, {"n": 1}, {"n": 2}]


def test_what_takes_long_waits_for_the_rest_and_lets_the_worker_look_up(handled, monkeypatch):
    monkeypatch.setattr(delivering, "_slow", set())
    register_handler("slow", is_slow=True)(handled.append)
    for number in range(2):
        send("slow", {"slow": number})
        send("test", {"n": number})
    assert deliver_due("a", most_slow=1) == 3
    assert handled == [{"n": 0}, {"n": 1}, {"slow": 0}]
    assert deliver_due("a", most_slow=1) == 1


def test_what_is_not_due_yet_waits(handled):
    send("test", {}, wait=timedelta(minutes=1))
    assert deliver_due("a") == 0


def test_a_message_of_a_rolled_back_change_is_never_sent(handled):
    def change():
        with publishing():
            send("test", {})
            raise Refused(["no"])

    with pytest.raises(Refused):
        change()
    assert deliver_due("a") == 0


def test_a_dead_workers_lease_runs_out_and_another_takes_over(handled, monkeypatch):
    send("test", {"n": 1})
    assert _lease("killed") is not None
    assert deliver_due("b") == 0
    later = timezone.now() + LEASE + timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert deliver_due("b") == 1
    assert handled == [{"n": 1}]


def test_a_worker_whose_lease_was_taken_over_does_not_write_over_it(handled):
    message = send("test", {})
    assert _lease("slow")
    Message.objects.update(leased_by="other")
    delivering._deliver(message, "slow")
    assert Message.objects.get().leased_by == "other"
    assert Message.objects.get().delivered_at is None


def test_what_a_handler_writes_commits_with_the_note_that_it_is_done(handled, monkeypatch):
    """Else a worker that dies in between, or takes longer than its lease, would have it written twice."""
    monkeypatch.setattr(delivering, "_once", {"once"})

    def write(payload):
        send("test", payload)
        if payload["is_slow"]:
            Message.objects.filter(topic="once").update(leased_by="other")

    register_handler("once", is_once=True)(write)
    message = send("once", {"is_slow": True})
    assert deliver_due("slow") == 0
    assert Message.objects.get() == message, "nothing of it is kept"
    send("once", {"is_slow": False})
    assert deliver_due("a") == 2
    assert handled == [{"is_slow": False}]


def test_a_failure_is_kept_with_its_reason_and_tried_again_later(handled, monkeypatch):
    def fail(payload):
        raise OSError("unreachable")

    delivering._handlers["test"] = fail
    send("test", {})
    assert deliver_due("a") == 0
    message = Message.objects.get()
    assert (message.attempts, message.last_error, message.leased_until) == (1, "OSError: unreachable", None)
    assert message.due_at > timezone.now()
    delivering._handlers["test"] = handled.append
    later = message.due_at + timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert deliver_due("a") == 1
    assert Message.objects.get().last_error == ""


def test_a_topic_that_nobody_handles_is_not_lost():
    send("unknown", {})
    assert deliver_due("a") == 0
    assert "Nobody here handles" in Message.objects.get().last_error


def test_what_was_delivered_long_ago_is_pruned(handled):
    send("test", {})
    send("test", {}, wait=timedelta(days=1))
    deliver_due("a")
    Message.objects.filter(delivered_at__isnull=False).update(delivered_at=timezone.now() - timedelta(days=8))
    assert prune() == 1
    assert Message.objects.count() == 1


@pytest.fixture
def cdn(settings):
    """A server that takes purges; answers with the status that is set."""
    taken: list[tuple[str, str, str | None]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_PURGE(self):
            taken.append((self.command, self.path, self.headers.get("Surrogate-Key")))
            self.send_response(cdn.status)
            self.end_headers()

        do_POST = do_PURGE

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    cdn = type("CDN", (), {"status": 200, "taken": taken})()
    address = f"http://127.0.0.1:{server.server_port}"
    settings.PURGE_URL, settings.PURGE_METHOD, settings.BASE_URL = f"{address}/purge", "POST", address
    backend = {"BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend", "LOCATION": address}
    settings.WAGTAILFRONTENDCACHE = {"default": backend}
    yield cdn
    server.shutdown()


def test_a_release_purges_exactly_the_keys_of_what_it_changed(peel, settings, cdn, client):
    settings.PURGE_BACKEND = "content.release.purging.SurrogateKeyPurge"
    peel.summary = "Purged."
    signing.publish(peel)
    call_command("worker", once=True)
    ((method, path, keys),) = cdn.taken
    assert (method, path) == ("POST", "/purge")
    assert set(keys.split()) == {f"guide-{peel.translation_key}", "guides", "sync"}
    answer = client.get("/api/v1/guides/superficial-chemical-peel/")
    assert set(keys.split()) & set(answer["Surrogate-Key"].split())


@pytest.mark.parametrize("backend", ["SurrogateKeyPurge", "FrontendCachePurge"])
def test_an_error_of_the_cdn_is_a_failure_to_try_again(peel, settings, cdn, backend):
    settings.PURGE_BACKEND = f"content.release.purging.{backend}"
    cdn.status = 503
    send("purge", {"keys": ["guides", f"guide-{peel.translation_key}"]})
    assert deliver_due("a") == 0
    message = Message.objects.get()
    assert message.delivered_at is None
    assert "PurgeFailed" in message.last_error


def test_wagtails_backends_purge_the_addresses_of_what_changed(peel, settings, cdn):
    settings.PURGE_BACKEND = "content.release.purging.FrontendCachePurge"
    send("purge", {"keys": ["guides", f"guide-{peel.translation_key}"]})
    assert deliver_due("a") == 1
    paths = {path for _method, path, _keys in cdn.taken}
    assert "/api/v1/guides/superficial-chemical-peel/" in paths
    assert not any("mesotherapy" in path for path in paths)
