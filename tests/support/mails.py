"""Mails as people get them: by way of the outbox."""

from django.core import mail
from django.core.mail import EmailMultiAlternatives


def told() -> list[EmailMultiAlternatives]:
    """What is sent now that was not sent before."""
    from content.release.outbox.delivering import deliver_due

    mail.outbox.clear()
    deliver_due("worker")
    return list(mail.outbox)


def told_to(address: str) -> list[EmailMultiAlternatives]:
    return [message for message in told() if message.to == [f"{address}@skinpheras.example"]]
