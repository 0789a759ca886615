"""The adapter from webhooks to FCM and APNs, against servers that answer as those are documented to."""

import json
import sys
import time
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import httpx
import pytest

from content.model.notices.models import Recall
from content.model.outbox.models import Message
from content.release.notices import recalling
from content.release.outbox.delivering import deliver_due
from content.release.telling import sign
from tests.support import ROOT
from tests.support.changes import publish
from tests.support.push_services import push_services, write_pem

sys.path.insert(0, str(ROOT / "clients/push"))
from treatment_guides_push import adapter as adapters
from treatment_guides_push.__main__ import Server
from treatment_guides_push.adapter import Adapter, NobodyServed
from treatment_guides_push.senders import Apns, Fcm
from treatment_guides_push.store import Store

KEY = bytes(range(32))
RECALL = {
    "id": "r1",
    "guide": "g1",
    "section": None,
    "title": "A peel",
    "reason": "It may harm.",
    "severity": "critical",
}


@pytest.fixture
def services():
    with push_services() as services:
        yield services


@pytest.fixture
def store(tmp_path) -> Store:
    store = Store(tmp_path / "push.sqlite3")
    store.register("android", "droid")
    store.register("ios", "apple")
    return store


@pytest.fixture
def make(services):
    """An adapter, and the seconds that it waited. APNs' HTTP/2 is left to httpx: the server here speaks HTTP/1.1."""

    def run(store: Store, **options) -> tuple[Adapter, list[float]]:
        client = httpx.Client()
        apns = Apns(client, key=write_pem(services.apple), key_id="KEY", team="TEAM", topic="app", url=services.url)
        senders = {"android": Fcm(client, services.account, services.url), "ios": apns}
        adapter = Adapter(store, KEY, senders, **{"silent_every": 0, **options})
        waited: list[float] = []
        adapter.sleep = waited.append
        return adapter, waited

    return run


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


@pytest.fixture
def serve():
    """The address of an adapter."""
    servers = []

    def run(adapter: Adapter) -> str:
        servers.append(server := make_server("127.0.0.1", 0, adapter, server_class=Server, handler_class=Quiet))
        Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield run
    for server in servers:
        server.shutdown()
        server.server_close()


def tell(
    address: str, id: str = "release-1", recalls=(), *, key=KEY, at: float = 0, number: int = 42
) -> httpx.Response:
    body = json.dumps({"type": "release", "data": {"number": number, "recalls": list(recalls)}}).encode()
    return httpx.post(f"{address}/hook", content=body, headers=sign(key, id, int(at or time.time()), body))


def test_a_release_is_pushed_silently(make, store, serve, services):
    adapter, _waited = make(store)
    assert tell(serve(adapter)).status_code == 202
    assert adapter.work_once()
    (droid,), (apple,) = services.sent["droid"], services.sent["apple"]
    assert droid == {
        "token": "droid",
        "data": {"kind": "release", "number": "42"},
        "android": {"priority": "NORMAL", "collapse_key": "release"},
    }
    assert (apple["aps"], apple["number"]) == ({"content-available": 1}, 42)
    told = {"apns-push-type": "background", "apns-priority": "5", "apns-collapse-id": "release", "apns-topic": "app"}
    assert apple["headers"] == told


def test_a_critical_recall_is_an_alert_and_another_is_none(make, store, serve, services):
    adapter, _waited = make(store)
    tell(serve(adapter), recalls=[RECALL, {**RECALL, "id": "r2", "severity": "serious"}])
    assert adapter.work_once()
    (droid,), (apple,) = services.sent["droid"], services.sent["apple"]
    assert droid["notification"] == {"title": "A peel", "body": "It may harm."}
    assert droid["android"] == {"priority": "HIGH", "collapse_key": "r1"}
    assert apple["aps"]["alert"] == {"title": "A peel", "body": "It may harm."}
    assert (apple["headers"]["apns-push-type"], apple["headers"]["apns-priority"]) == ("alert", "10")


def test_every_device_is_served_once(make, store, serve, services):
    adapter, _waited = make(store)
    for number in range(250):
        store.register(("android", "ios")[number % 2], f"token-{number}")
    tell(serve(adapter))
    assert adapter.work_once()
    assert {token: len(sent) for token, sent in services.sent.items()} == dict.fromkeys(
        ["droid", "apple", *(f"token-{number}" for number in range(250))], 1
    )


def test_what_is_not_signed_or_old_is_refused(make, store, serve):
    adapter, _waited = make(store)
    address = serve(adapter)
    assert tell(address, key=bytes(32)).status_code == 401
    assert tell(address, at=time.time() - 600).status_code == 401
    body = b'{"type": "release", "data": {"number": 1, "recalls": []}}'
    headers = sign(KEY, "release-1", int(time.time()), body)
    assert httpx.post(f"{address}/hook", content=body.replace(b"1", b"2"), headers=headers).status_code == 401
    assert httpx.post(f"{address}/hook", content=body).status_code == 401
    assert not adapter.work_once()


def test_what_cannot_be_read_is_refused_and_another_type_is_left_out(make, store, serve):
    adapter, _waited = make(store)
    address = serve(adapter)
    for body, status in ((b"[]", 400), (b"{", 400), (b'{"type": "release"}', 400), (b'{"type": "later"}', 202)):
        headers = sign(KEY, f"id-{body!r}", int(time.time()), body)
        assert httpx.post(f"{address}/hook", content=body, headers=headers).status_code == status
    assert not adapter.work_once()


def test_the_same_delivery_is_pushed_once(make, store, serve, services):
    adapter, _waited = make(store)
    address = serve(adapter)
    for _time in range(2):
        assert tell(address).status_code == 202
        adapter.work_once()
    assert len(services.sent["droid"]) == len(services.sent["apple"]) == 1


def test_a_webhook_is_answered_before_anything_is_pushed(make, store, serve, services):
    adapter, _waited = make(store)
    began = time.monotonic()
    tell(serve(adapter))
    assert time.monotonic() - began < 1
    assert services.asked == []


def test_it_waits_as_long_as_the_service_says_and_longer_each_time(make, store, serve, services):
    adapter, waited = make(store)
    services.answers["droid"] = [(429, {"Retry-After": "30"}, {}), (503, {}, {}), (500, {}, {})]
    tell(serve(adapter))
    assert adapter.work_once()
    assert len(services.sent["droid"]) == 1
    assert waited[0] == 30
    assert 1.6 <= waited[1] <= 2.4
    assert 3.2 <= waited[2] <= 4.8


def test_a_token_that_is_gone_is_forgotten_and_others_stay(make, store, serve, services):
    adapter, _waited = make(store)
    for number in range(3):
        store.register("android", f"gone-{number}")
        services.answers[f"gone-{number}"] = [(404, {}, {"error": {"details": [{"errorCode": "UNREGISTERED"}]}})]
    services.answers["apple"] = [(410, {}, {"reason": "Unregistered"})]
    store.register("ios", "elsewhere")
    services.answers["elsewhere"] = [(400, {}, {"reason": "BadDeviceToken"})]
    tell(serve(adapter))
    assert adapter.work_once()
    assert [device.token for device in store.list_devices(0, 10)] == ["droid", "elsewhere"]


def test_an_access_that_has_run_out_is_asked_for_again(make, store, serve, services):
    adapter, _waited = make(store)
    address = serve(adapter)
    tell(address, "release-1")
    adapter.work_once()
    services.access = "google-2"
    services.answers["apple"] = [(403, {}, {"reason": "ExpiredProviderToken"})]
    tell(address, "release-2")
    adapter.work_once()
    assert len(services.sent["droid"]) == len(services.sent["apple"]) == 2
    assert services.asked.count("/token") == 2


def test_where_nobody_can_be_served_it_goes_on_later_where_it_was(make, store, serve, services, monkeypatch):
    monkeypatch.setattr(adapters, "AT_ONCE", 1)
    adapter, _waited = make(store)
    services.answers["apple"] = [(503, {}, {})] * adapters.ATTEMPTS
    tell(serve(adapter))
    with pytest.raises(NobodyServed):
        adapter.work_once()
    again, _waited = make(Store(store.path))  # it was restarted
    assert again.work_once()
    assert (len(services.sent["droid"]), len(services.sent["apple"])) == (1, 1)


def test_silent_pushes_are_few_and_alerts_go_out_at_once(make, store, serve, services):
    adapter, _waited = make(store, silent_every=1200)
    address = serve(adapter)
    tell(address, "release-1", number=1)
    assert adapter.work_once()
    for number in (2, 3):
        tell(address, f"release-{number}", number=number)
    assert not adapter.work_once(), "the last was a moment ago"
    adapter.silent_every = 0
    assert adapter.work_once()
    assert not adapter.work_once()
    assert [one["data"]["number"] for one in services.sent["droid"]] == ["1", "3"]
    adapter.silent_every = 1200
    tell(address, "release-4", [RECALL], number=4)
    assert adapter.work_once()
    assert len(services.sent["droid"]) == 3


def test_an_app_registers_its_token(make, store, serve):
    adapter, _waited = make(store)
    address = f"{serve(adapter)}/devices"
    assert httpx.post(address, json={"platform": "ios", "token": "new"}).status_code == 204
    assert httpx.post(address, json={"platform": "ios", "token": "new"}).status_code == 204
    for wrong in ({}, [], {"platform": "fax", "token": "x"}, {"platform": "ios", "token": ""}):
        assert httpx.post(address, json=wrong).status_code == 400
    assert [device.token for device in store.list_devices(0, 10)] == ["droid", "apple", "new"]


@pytest.mark.django_db
def test_from_a_recall_in_the_product_to_the_phone(make, store, serve, services, settings, peel):
    adapter, _waited = make(store)
    Message.objects.all().delete()
    settings.RELEASE_HOOK_URL, settings.RELEASE_HOOK_KEY = f"{serve(adapter)}/hook", KEY
    publish(peel, summary="Another summary.")
    recall = Recall(guide=peel.translation_key, title=peel.title, severity="critical", reason="A batch was faulty.")
    recalling.recall(recall)
    deliver_due("a")
    assert not Message.objects.filter(topic="release", delivered_at=None).exists()
    assert adapter.work_once()
    (droid,) = services.sent["droid"]
    assert droid["notification"] == {"title": "Superficial chemical peel", "body": "A batch was faulty."}
    assert droid["data"]["guide"] == str(peel.translation_key)
    assert not adapter.work_once(), "the silent one before it is done with it"
