"""Mail through the outbox: written in the transaction of its change, sent by a worker, retried until sent."""

from collections.abc import Iterable
from typing import Any

from django.core.mail import send_mail

from content.release.outbox.delivering import register_handler, send


def send_mails(addresses: Iterable[str], subject: str, body: str) -> int:
    """One message for each address, so that a bad address doesn't stop the others. Returns how many."""
    known = sorted({address for address in addresses if address})
    for address in known:
        send("mail", {"to": address, "subject": subject, "body": body})
    return len(known)


@register_handler("mail")
def deliver(payload: dict[str, Any]) -> None:
    send_mail(payload["subject"], payload["body"], None, [payload["to"]])
