"""Sends to one device: by FCM (HTTP v1) or APNs (HTTP/2, token-based)."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Protocol
from urllib.parse import quote

import httpx

from treatment_guides_push.jwt import make_jwt
from treatment_guides_push.webhooks import Alert, Event

SECONDS = 10


class Dead(Exception):
    """The token is of no app any more: forget it."""


class Again(Exception):
    """It may go well later: after `seconds`, if the service has said how long."""

    def __init__(self, reason: str, seconds: float = 0) -> None:
        super().__init__(reason)
        self.seconds = seconds


class NotSent(Exception):
    """The service refuses it, and would do so again: a wrong key, or a fault of ours."""


class Sender(Protocol):
    def send(self, token: str, event: Event, alert: Alert | None) -> None:
        """Silently where there is no alert. Raises Dead, Again or NotSent."""


def ask(client: httpx.Client, address: str, **request: Any) -> httpx.Response:
    try:
        answer = client.post(address, timeout=SECONDS, **request)
    except httpx.TransportError as error:
        raise Again(repr(error)) from error
    if answer.status_code == 429 or answer.status_code >= 500:
        told = answer.headers.get("Retry-After", "")
        raise Again(f"it answered {answer.status_code}", float(told) if told.isdigit() else 0)
    return answer


@dataclass
class Pass:
    """What a service lets us in by: made anew after `life` seconds, or when it is refused."""

    life: float
    value: str = ""
    made_at: float = 0
    lock: Lock = field(default_factory=Lock)

    @property
    def is_fresh(self) -> bool:
        return bool(self.value) and time.time() - self.made_at < self.life

    def keep(self, value: str) -> str:
        self.value, self.made_at = value, time.time()
        return value


class Fcm:
    """`account`: the service account's JSON, as the Firebase console gives it."""

    def __init__(self, client: httpx.Client, account: Mapping[str, str], url: str = "https://fcm.googleapis.com"):
        self.client, self.account = client, account
        self.address = f"{url}/v1/projects/{account['project_id']}/messages:send"
        self.access = Pass(life=3_000)  # Google's hold for an hour

    def send(self, token: str, event: Event, alert: Alert | None) -> None:
        body = {"message": {"token": token, **_write_for_android(event, alert)}}
        answer = self._post(body)
        if answer.status_code == 401:
            self.access.value = ""
            answer = self._post(body)
        if "UNREGISTERED" in answer.text:  # a bare 404 is of another project
            raise Dead
        if answer.status_code != 200:
            raise NotSent(f"FCM answered {answer.status_code}: {answer.text[:300]}")

    def _post(self, body: Any) -> httpx.Response:
        return ask(self.client, self.address, json=body, headers={"Authorization": f"Bearer {self._read_access()}"})

    def _read_access(self) -> str:
        with self.access.lock:
            return self.access.value if self.access.is_fresh else self.access.keep(self._ask_access())

    def _ask_access(self) -> str:
        now, address = int(time.time()), self.account["token_uri"]
        scope = "https://www.googleapis.com/auth/firebase.messaging"
        claims = {"iss": self.account["client_email"], "scope": scope, "aud": address, "iat": now, "exp": now + 3600}
        assertion = make_jwt(self.account["private_key"], {"kid": self.account.get("private_key_id", "")}, claims)
        grant = "urn:ietf:params:oauth:grant-type:jwt-bearer"
        answer = ask(self.client, address, data={"grant_type": grant, "assertion": assertion})
        if answer.status_code != 200:
            raise NotSent(f"Google gives no access ({answer.status_code}): {answer.text[:300]}")
        return str(answer.json()["access_token"])


def _write_for_android(event: Event, alert: Alert | None) -> dict[str, Any]:
    if alert is None:
        android = {"priority": "NORMAL", "collapse_key": "release"}
        return {"data": {"kind": "release", "number": str(event.number)}, "android": android}
    data = {"kind": "recall", "number": str(event.number), "guide": alert.guide, "section": alert.section}
    notification = {"title": alert.title, "body": alert.reason}
    return {"data": data, "notification": notification, "android": {"priority": "HIGH", "collapse_key": alert.id}}


class Apns:
    """`client` must speak HTTP/2. `key`: the .p8 file's text."""

    def __init__(
        self,
        client: httpx.Client,
        *,
        key: str,
        key_id: str,
        team: str,
        topic: str,
        url: str = "https://api.push.apple.com",
    ) -> None:
        self.client, self.key, self.key_id, self.team, self.topic, self.url = client, key, key_id, team, topic, url
        self.access = Pass(life=3_000)  # Apple takes none that is older than an hour

    def send(self, token: str, event: Event, alert: Alert | None) -> None:
        answer = self._post(token, event, alert)
        if answer.status_code == 403 and "ExpiredProviderToken" in answer.text:
            self.access.value = ""
            answer = self._post(token, event, alert)
        if answer.status_code == 410:  # BadDeviceToken may be of the other environment: that is no reason to forget it
            raise Dead
        if answer.status_code != 200:
            raise NotSent(f"APNs answered {answer.status_code}: {answer.text[:300]}")

    def _post(self, token: str, event: Event, alert: Alert | None) -> httpx.Response:
        headers, body = _write_for_apple(event, alert)
        headers |= {"authorization": f"bearer {self._read_access()}", "apns-topic": self.topic}
        address = f"{self.url}/3/device/{quote(token, safe='')}"
        return ask(self.client, address, content=json.dumps(body, ensure_ascii=False).encode(), headers=headers)

    def _read_access(self) -> str:
        with self.access.lock:
            if self.access.is_fresh:
                return self.access.value
            claims = {"iss": self.team, "iat": int(time.time())}
            return self.access.keep(make_jwt(self.key, {"kid": self.key_id}, claims))


def _write_for_apple(event: Event, alert: Alert | None) -> tuple[dict[str, str], dict[str, Any]]:
    if alert is None:
        headers = {"apns-push-type": "background", "apns-priority": "5", "apns-collapse-id": "release"}
        return headers, {"aps": {"content-available": 1}, "number": event.number}
    headers = {"apns-push-type": "alert", "apns-priority": "10", "apns-collapse-id": alert.id}
    aps = {"alert": {"title": alert.title, "body": alert.reason}, "sound": "default", "content-available": 1}
    return headers, {"aps": aps, "number": event.number, "guide": alert.guide, "section": alert.section}
