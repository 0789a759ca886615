"""Another system is told of each release, by a request that it can believe, until it has taken it."""

import base64
import hmac
import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.environment import Environment
from content.edition.models import Release
from content.model.notices.models import Recall
from content.model.outbox.models import Message
from content.release.notices import recalling
from content.release.outbox.delivering import deliver_due
from tests.support.changes import publish

pytestmark = pytest.mark.django_db
KEY = bytes(range(32))


@pytest.fixture
def hook(settings):
    """A server that takes webhooks, and answers with the status that is set."""
    Message.objects.all().delete()
    taken = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append(SimpleNamespace(headers=dict(self.headers), body=body, event=json.loads(body)))
            self.send_response(hook.status)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    hook = SimpleNamespace(status=202, taken=taken)
    settings.RELEASE_HOOK_URL, settings.RELEASE_HOOK_KEY = f"http://127.0.0.1:{server.server_port}/", KEY
    yield hook
    server.shutdown()
    server.server_close()


def test_a_release_is_told_by_its_number_and_signed(hook, peel):
    publish(peel, summary="Another summary.")
    deliver_due("a")
    newest = Release.objects.latest("number")
    (told,) = hook.taken
    moment = newest.committed_at.isoformat().replace("+00:00", "Z")
    assert told.event == {"type": "release", "timestamp": moment, "data": {"number": newest.number, "recalls": []}}
    said = f"{told.headers['Webhook-Id']}.{told.headers['Webhook-Timestamp']}.".encode() + told.body
    signature = base64.b64encode(hmac.digest(KEY, said, "sha256")).decode()
    assert told.headers["Webhook-Signature"] == f"v1,{signature}"


def test_it_names_the_recalls_that_came_with_the_release_and_no_others(hook, peel, mesotherapy):
    for page, severity in ((peel, "critical"), (mesotherapy, "precaution")):
        recall = Recall(guide=page.translation_key, title=page.title, severity=severity, reason="It may harm.")
        recalling.recall(recall)
    deliver_due("a")
    told = [[(one["title"], one["severity"]) for one in told.event["data"]["recalls"]] for told in hook.taken]
    assert told == [[("Superficial chemical peel", "critical")], [("Mesotherapy for hair", "precaution")]]


def test_what_was_not_taken_is_told_again_under_the_same_id(hook, peel):
    hook.status = 503
    publish(peel, summary="Another summary.")
    deliver_due("a")
    message = Message.objects.get(topic="release")
    assert (message.delivered_at, "answered 503" in message.last_error) == (None, True)
    hook.status = 200
    Message.objects.update(due_at=message.created_at)
    deliver_due("a")
    first, second = hook.taken
    assert first.headers["Webhook-Id"] == second.headers["Webhook-Id"]
    assert Message.objects.get(topic="release").delivered_at


def test_without_an_address_nobody_is_told(peel):
    Message.objects.all().delete()
    publish(peel, summary="Another summary.")
    assert not Message.objects.filter(topic="release").exists()


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_c2hvcnQ=", "whsec_é"])
def test_a_secret_that_is_none_stops_the_start(secret):
    with pytest.raises(ImproperlyConfigured, match="at least 24 random bytes"):
        Environment({"RELEASE_HOOK_SECRET": secret}).key("RELEASE_HOOK_SECRET")
