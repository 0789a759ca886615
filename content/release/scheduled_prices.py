"""Puts the next prices of offerings in force on their day, each in its own transaction."""

import logging
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from content.model.branches.models import Offering
from content.model.publishing import Refused, publishing
from content.release.job_waits import Waits
from content.release.scheduling import ACTOR

logger = logging.getLogger(__name__)
#: The day begins first where clocks are furthest ahead of UTC.
_FIRST_OF_ALL = timedelta(hours=14)


def find_due() -> list[Offering]:
    """Offerings whose next price is due in the time zone of their branch."""
    return [offering for offering in _find_waiting().select_related("branch", "guide") if offering.is_next_due]


def _find_waiting() -> QuerySet[Offering]:
    begun = (timezone.now() + _FIRST_OF_ALL).date()
    return Offering.objects.filter(next_valid_from__lte=begun).order_by("next_valid_from", "pk")


def put_due_in_force(waits: Waits | None = None) -> list[str]:
    """Publish the prices that are due; returns the names of their offerings. Many workers may run this.

    A refused price stays the next price and is tried again. A caller that runs this repeatedly passes the same `waits`.
    """
    waits = Waits() if waits is None else waits
    done = []
    for offering in find_due():
        if waits.is_waiting(offering.pk):
            continue
        try:
            if _put_in_force(offering):
                done.append(str(offering))
            waits.note_success(offering.pk)
        except Refused as refused:
            waits.note_failure(offering.pk)
            logger.warning("The next price of %s could not be published: %s", offering, refused)
        except Exception:
            # One faulty offering must not stop the others.
            waits.note_failure(offering.pk)
            logger.exception("The next price of %s failed", offering)
    return done


def _put_in_force(offering: Offering) -> bool:
    with publishing(actor=ACTOR, reason="Scheduled price"):
        # Locked and checked again: another worker may have done it, or somebody removed it.
        stored = Offering.objects.select_for_update().filter(pk=offering.pk).first()
        if stored is None or not stored.is_next_due:
            return False
        stored.put_next_in_force()
        stored.save()
        return True
