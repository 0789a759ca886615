"""Verifies webhooks, as Standard Webhooks describes them, and reads what is to be told of them."""

import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: Seconds by which a webhook may be old, or ahead: an older one may be sent again by somebody who overheard it.
TOLERANCE = 300


class Refused(Exception):
    """It is not from the product, or was changed or delayed on its way."""


@dataclass(frozen=True)
class Alert:
    """A critical recall. `id` is the recall's."""

    id: str
    guide: str
    section: str
    title: str
    reason: str


@dataclass(frozen=True)
class Event:
    number: int
    alerts: tuple[Alert, ...]


def verify(key: bytes, headers: Mapping[str, str], body: bytes, now: float) -> str:
    """The delivery's id. `headers` by names in small letters. Raises Refused."""
    id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not id or not timestamp.isascii() or not timestamp.isdigit() or abs(now - int(timestamp)) > TOLERANCE:
        raise Refused("It has no id, or its timestamp is not of the last five minutes.")
    signed = hmac.digest(key, f"{id}.{timestamp}.".encode() + body, "sha256")
    expected = b"v1," + base64.b64encode(signed)
    given = headers.get("webhook-signature", "").split()
    if not any(hmac.compare_digest(expected, one.encode()) for one in given):
        raise Refused("Its signature is not that of our secret.")
    return id


def read_key(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix("whsec_"), validate=True)


def read_event(body: bytes) -> Event | None:
    """None for an event of another type, which a later product may send. Raises ValueError."""
    try:
        event: dict[str, Any] = json.loads(body)
        if event["type"] != "release":
            return None
        critical = (one for one in event["data"]["recalls"] if one["severity"] == "critical")
        alerts = (Alert(one["id"], one["guide"], one["section"] or "", one["title"], one["reason"]) for one in critical)
        return Event(int(event["data"]["number"]), tuple(alerts))
    except (KeyError, TypeError) as error:
        raise ValueError(f"It is no event of a release: {error!r}") from error
