"""Ends consents whose last day is past. What that means for pictures is told in `pictures`."""

import logging

from content.model.consent.models import Consent
from content.model.days import today
from content.model.publishing import publishing
from content.release.job_waits import Waits

logger = logging.getLogger(__name__)


def end_expired(waits: Waits | None = None) -> list[str]:
    """End every consent whose last day is past; returns their references. Again does nothing.

    One that can't be ended holds up no other. A caller that comes back hands in the same `waits`, so that it is tried
    again, but not each time.
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
