"""Ends consents whose last day is past. `pictures` describes what then happens to pictures."""

import logging

from content.model.consent.models import Consent
from content.model.days import today
from content.model.publishing import publishing
from content.release.job_waits import Waits

logger = logging.getLogger(__name__)


def end_expired(waits: Waits | None = None) -> list[str]:
    """End every consent whose last day is past; returns their references. Safe to repeat.

    A consent that can't be ended doesn't stop the others. A caller that runs this repeatedly passes the same `waits`,
    which spaces out the retries.
    """
    waits = Waits() if waits is None else waits
    ended = []
    for consent in Consent.objects.filter(ended_at=None, expires_on__lt=today()).order_by("pk"):
        if waits.is_waiting(consent.pk):
            continue
        try:
            with publishing(actor="schedule", reason="Consent expired"):
                consent.save()
        except Exception:
            wait = waits.note_failure(consent.pk)
            logger.exception("The consent %s has expired and can't be ended; again in %d s", consent.pk, wait)
        else:
            waits.note_success(consent.pk)
            ended.append(consent.reference)
    return ended
