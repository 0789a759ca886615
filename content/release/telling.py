"""Tells another system of each release by a signed request, as Standard Webhooks describes it (standardwebhooks.com).

It says what an alert needs: which recalls came with the release. What else changed is asked for: `/api/v1/sync/`.
"""

import base64
import hmac
import json
import time
from typing import Any

from django.conf import settings

from content.edition.models import Edition, Release
from content.edition.stamping import format_moment
from content.model.notices.models import Recall
from content.model.outgoing import ask
from content.model.vocabulary import Kind
from content.release.outbox.delivering import register_handler


class NotTaken(Exception):
    """The other system did not take it. It is told again."""


#: Topics of the outbox by which others hear of each release.
topics: tuple[str, ...] = ()


def list_messages(number: int) -> list[tuple[str, dict[str, Any]]]:
    """What the outbox is given within the transaction of the release."""
    told = [*topics, "release"] if settings.RELEASE_HOOK_URL else topics
    return [(topic, {"release": number}) for topic in told]


@register_handler("release")
def deliver(payload: dict[str, Any]) -> None:
    release = Release.objects.get(number=payload["release"])
    body = json.dumps(build_event(release), ensure_ascii=False).encode()
    # The same each time that it is told, and another one where a restored database comes to the same number.
    id = f"release-{release.number}-{int(release.committed_at.timestamp() * 1_000_000)}"
    headers = sign(settings.RELEASE_HOOK_KEY, id, int(time.time()), body)
    status = ask(settings.RELEASE_HOOK_URL, method="POST", headers=headers, body=body, is_configured=True)
    if not 200 <= status < 300:
        raise NotTaken(f"{settings.RELEASE_HOOK_URL}: it answered {status}")


def build_event(release: Release) -> dict[str, Any]:
    data = {"number": release.number, "recalls": find_new_recalls(release.number)}
    return {"type": "release", "timestamp": format_moment(release.committed_at), "data": data}


def find_new_recalls(number: int) -> list[dict[str, Any]]:
    """As `recalls/` lists them, with the title by which the guide was recalled."""
    edition = Edition.objects.filter(kind=Kind.RECALLS, release=number).first()
    if edition is None:
        return []
    before = Edition.objects.filter(kind=Kind.RECALLS, subject=edition.subject, version=edition.version - 1).first()
    known = {recall["id"] for recall in _read_recalls(before)}
    new = [recall for recall in _read_recalls(edition) if recall["id"] not in known]
    rows = Recall.objects.filter(pk__in=[recall["id"] for recall in new])
    titles = {str(row.pk): row.title for row in rows}
    return [recall | {"title": titles.get(recall["id"], "")} for recall in new]


def _read_recalls(edition: Edition | None) -> list[dict[str, Any]]:
    recalls: list[dict[str, Any]] = json.loads(bytes(edition.body))["recalls"] if edition and edition.body else []
    return recalls


def sign(key: bytes, id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers of a webhook."""
    signed = hmac.digest(key, f"{id}.{timestamp}.".encode() + body, "sha256")
    return {
        "Content-Type": "application/json",
        "Webhook-Id": id,
        "Webhook-Timestamp": str(timestamp),
        "Webhook-Signature": f"v1,{base64.b64encode(signed).decode()}",
    }
