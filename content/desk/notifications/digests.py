"""Makes digests: for each person one a day at the most, at an hour of their time zone, of what waited until then."""

import json
import logging
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from wagtail.users.models import UserProfile

from content.desk.notifications.kinds import When
from content.desk.notifications.models import NotificationChoice, WaitingNotice
from content.desk.notifications.telling import TOPIC, build_message
from content.release.outbox.delivering import send

logger = logging.getLogger(__name__)


def send_digests() -> int:
    """Send the digests that are due; returns how many. Many workers may run this: each digest is made exactly once."""
    readers = get_user_model()._default_manager.filter(pk__in=WaitingNotice.objects.values("user"))
    return sum(_try_digest(reader) for reader in readers)


def _try_digest(reader: Any) -> bool:
    """What fails for one person, such as a time zone that this machine doesn't know, holds up no other's."""
    try:
        return _send_digest(reader)
    except Exception:
        logger.exception("The digest of %s can't be made", reader)
        return False


def _send_digest(reader: Any) -> bool:
    """One transaction: that it was made, its message in the outbox, and the end of what waited."""
    choice, _made = NotificationChoice.objects.get_or_create(user=reader)
    now = timezone.localtime(timezone=ZoneInfo(UserProfile.get_for_user(reader).get_current_time_zone()))
    moment = datetime.combine(now.date(), time(choice.digest_hour), tzinfo=now.tzinfo)
    # What came after that hour waits until tomorrow's, even if no worker ran at the time.
    waiting = WaitingNotice.objects.filter(user=reader, made_at__lt=moment).order_by("made_at", "pk")
    if now < moment or not waiting.exists():
        return False
    with transaction.atomic():
        open_days = NotificationChoice.objects.filter(pk=choice.pk).exclude(digested_on__gte=now.date())
        if not open_days.update(digested_on=now.date()):
            return False  # another worker has made it meanwhile, or the person has moved the hour
        rows = list(waiting)
        WaitingNotice.objects.filter(pk__in=[row.pk for row in rows]).delete()
        notices = [_store(row) for row in rows if choice.find_when(row.kind) != When.NEVER]
        if notices:
            send(TOPIC, build_message(reader.pk, _once(notices), day=now.date().isoformat()))
    return bool(notices)


def _store(row: WaitingNotice) -> dict[str, Any]:
    return {"kind": row.kind, "page": row.page, "data": row.data}


def _once(notices: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without those that say the same as one before."""
    return list({json.dumps(notice, sort_keys=True): notice for notice in notices}.values())
