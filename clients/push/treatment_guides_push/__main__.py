"""Starts the adapter as the environment says. See README.md."""

import json
import logging
import os
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIServer, make_server

import httpx

from treatment_guides_push.adapter import Adapter
from treatment_guides_push.senders import Apns, Fcm, Sender
from treatment_guides_push.store import Store
from treatment_guides_push.webhooks import read_key


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def make_senders(environment: dict[str, str]) -> dict[str, Sender]:
    senders: dict[str, Sender] = {}
    if path := environment.get("FCM_ACCOUNT"):
        senders["android"] = Fcm(httpx.Client(), json.loads(Path(path).read_text()))
    if path := environment.get("APNS_KEY"):
        senders["ios"] = Apns(
            httpx.Client(http2=True),
            key=Path(path).read_text(),
            key_id=environment["APNS_KEY_ID"],
            team=environment["APNS_TEAM"],
            topic=environment["APNS_TOPIC"],
            url=environment.get("APNS_URL", "https://api.push.apple.com"),
        )
    return senders


def main() -> None:
    logging.basicConfig(level=logging.INFO)
    environment = dict(os.environ)
    store = Store(Path(environment.get("PUSH_STORE", "push.sqlite3")))
    adapter = Adapter(store, read_key(environment["RELEASE_HOOK_SECRET"]), make_senders(environment))
    Thread(target=adapter.run, daemon=True).start()
    host, port = environment.get("PUSH_HOST", "127.0.0.1"), int(environment.get("PUSH_PORT", "8100"))
    with make_server(host, port, adapter, server_class=Server) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
