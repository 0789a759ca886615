"""Tells people something: a notice goes to the outbox at once, waits for the digest, or is not made.

event -> tell() -> the outbox, or WaitingNotice -> digests -> the outbox -> mails, where it is put into words

A notice holds keys and names, no sentences: it is worded when it is sent, in its reader's language, and only if it
still holds and its reader may still know of it.
"""

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from wagtail.users.models import UserProfile

from content.desk.notifications.kinds import NoticeKind, When
from content.desk.notifications.models import NotificationChoice, WaitingNotice
from content.release.outbox.delivering import send_all

#: The outbox's topic for mails with notices.
TOPIC = "notices"


def tell(
    people: Iterable[Any], kind: NoticeKind, *, page: Any = None, is_urgent: bool = False, **data: Any
) -> list[Any]:
    """Add a notice for each of these people to the current transaction; returns those who get one.

    `is_urgent`: at once, whatever they chose.
    """
    readers = {person.pk: person for person in people if person and person.is_active and person.email}
    chosen = {choice.user_id: choice for choice in NotificationChoice.objects.filter(user__in=readers)}
    now, notice = timezone.now(), {"kind": kind.value, "page": page and page.pk, "data": data}
    whens = {pk: chosen.get(pk, NotificationChoice()).find_when(kind) for pk in sorted(readers)}
    at_once = [pk for pk, when in whens.items() if is_urgent or when == When.AT_ONCE]
    later = [pk for pk, when in whens.items() if when == When.DIGEST and not is_urgent]
    with transaction.atomic():
        send_all([(TOPIC, build_message(pk, [notice], can_end=not is_urgent)) for pk in at_once])
        WaitingNotice.objects.bulk_create(WaitingNotice(user_id=pk, made_at=now, **notice) for pk in later)
    return [readers[pk] for pk in (*at_once, *later)]


def build_message(person: int, notices: list[dict[str, Any]], *, day: str = "", can_end: bool = True) -> dict[str, Any]:
    """What the outbox keeps of one mail. `day`: of its digest. `can_end`: whether its reader can end such mails."""
    return {"person": person, "notices": notices, "day": day, "can_end": can_end, "id": uuid.uuid4().hex}


def find_language(person: Any) -> str:
    """The language that this person reads. Wagtail's own answer depends on who asks."""
    return UserProfile.get_for_user(person).preferred_language or settings.LANGUAGE_CODE


def find_staff() -> Any:
    """Everybody who may log in to the admin."""
    return get_user_model()._default_manager.with_perm("wagtailadmin.access_admin")


def find_holders(permission: str) -> Any:
    """Everybody with this permission; superusers only if they are the only ones."""
    holders = get_user_model()._default_manager.with_perm(permission)
    return holders.filter(is_superuser=False) if holders.filter(is_superuser=False).exists() else holders
