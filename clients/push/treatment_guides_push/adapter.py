"""Takes webhooks and registrations of devices, and serves the devices afterwards, in a thread of its own."""

import json
import logging
import random
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from treatment_guides_push.senders import Again, Dead, NotSent, Sender
from treatment_guides_push.store import Device, Store
from treatment_guides_push.webhooks import Alert, Event, Refused, read_event, verify

logger = logging.getLogger(__name__)
#: Devices that are served beside each other, and between two notes of how far it has got.
THREADS, AT_ONCE = 8, 100
#: Bytes of a body.
MOST = 64 * 1024
#: How often one device is tried, and the waits in between: doubled each time, or as the service says.
ATTEMPTS, FIRST_WAIT, LONGEST_WAIT = 6, 1.0, 60.0
#: Apple throttles an app that is pushed silently more often than two or three times an hour.
SILENT_EVERY = 20 * 60
#: Seconds after which a delivery is given up.
TOO_OLD = 24 * 3600
ANSWERS = {202: "Accepted", 204: "No Content", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found"}


class NobodyServed(Exception):
    """The services can't be reached: it is gone on with later."""


class Adapter:
    """A WSGI application. `senders`: by platform."""

    def __init__(
        self, store: Store, key: bytes, senders: Mapping[str, Sender], *, silent_every: float = SILENT_EVERY
    ) -> None:
        self.store, self.key, self.senders, self.silent_every = store, key, senders, silent_every
        self.threads = ThreadPoolExecutor(THREADS, "sending")
        self.sleep: Callable[[float], None] = time.sleep

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        routes = {("POST", "/hook"): self.take_webhook, ("POST", "/devices"): self.register}
        route = routes.get((environ["REQUEST_METHOD"], environ["PATH_INFO"].rstrip("/")))
        length = environ.get("CONTENT_LENGTH") or "0"
        if route is None:
            status = 404
        elif not length.isdigit() or int(length) > MOST:
            status = 400
        else:
            status = route(environ, environ["wsgi.input"].read(int(length)))
        start_response(f"{status} {ANSWERS[status]}", [("Content-Length", "0")])
        return [b""]

    def take_webhook(self, environ: Mapping[str, Any], body: bytes) -> int:
        """Only kept here, so that it is answered at once: the product waits ten seconds at most."""
        headers = {name[5:].replace("_", "-").lower(): environ[name] for name in environ if name.startswith("HTTP_")}
        try:
            id = verify(self.key, headers, body, time.time())
            event = read_event(body)
        except Refused as refused:
            logger.warning("A webhook was refused: %s", refused)
            return 401
        except ValueError as error:
            logger.warning("A webhook could not be read: %s", error)
            return 400
        if event:
            self.store.take(id, body, bool(event.alerts))
        return 202

    def register(self, environ: Mapping[str, Any], body: bytes) -> int:
        try:
            given = json.loads(body)
            platform, token = given["platform"], given["token"]
        except (ValueError, KeyError, TypeError):
            return 400
        if platform not in self.senders or not isinstance(token, str) or not 0 < len(token) <= 4096:
            return 400
        self.store.register(platform, token)
        return 204

    def run(self) -> None:
        """For ever."""
        while True:
            try:
                is_done = self.work_once()
            except Exception:
                logger.exception("Nobody could be served: it is gone on with in a minute")
                is_done, _ = False, self.sleep(LONGEST_WAIT)
            if not is_done:
                self.sleep(0.5)

    def work_once(self) -> bool:
        """Serve all devices with the next delivery, from where it was left off. Returns whether there was one."""
        delivery = self.store.find_next(self.silent_every)
        if delivery is None:
            return False
        event = read_event(delivery.body)
        assert event, "others are not kept"
        position = delivery.position
        is_too_old = time.time() - delivery.received_at > TOO_OLD
        while not is_too_old and (devices := self.store.list_devices(position, AT_ONCE)):
            settled = list(
                self.threads.map(partial(self._serve, event), devices)
            )  # all of them, before any is asked for
            if not any(settled):
                raise NobodyServed(f"{delivery.id} after device {position}")
            position = devices[-1].pk
            self.store.move(delivery.id, position)
        if is_too_old:
            logger.error("%s is given up after a day, at device %d", delivery.id, position)
        self.store.finish(delivery.id)
        return True

    def _serve(self, event: Event, device: Device) -> bool:
        sender = self.senders.get(device.platform)
        alerts = event.alerts or (None,)
        settled = [self._send(sender, device, event, alert) for alert in alerts] if sender else [True]
        return all(settled)

    def _send(self, sender: Sender, device: Device, event: Event, alert: Alert | None) -> bool:
        """Returns whether it is settled: sent, or refused for good."""
        began = time.time()
        for attempt in range(ATTEMPTS):
            try:
                sender.send(device.token, event, alert)
                return True
            except Dead:
                self.store.drop(device.token, began)
                return True
            except NotSent as error:
                logger.error("Device %d: %s", device.pk, error)
                return True
            except Again as again:
                logger.warning("Device %d, attempt %d: %s", device.pk, attempt + 1, again)
                wait = min(FIRST_WAIT * 2**attempt, LONGEST_WAIT) * random.uniform(0.8, 1.2)
                if attempt < ATTEMPTS - 1:
                    self.sleep(max(again.seconds, wait))
        return False
