"""Writes messages into the outbox, and delivers those that are due.

send(topic, payload)  ->  row, committed with the change  ->  deliver_due()  ->  the topic's handler
"""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone

from content.model.outbox.models import Message
from content.model.registering import add

logger = logging.getLogger(__name__)

#: How long a worker may take for one message before another may take it over.
LEASE = timedelta(seconds=60)
#: Waits after a failure: doubled each time, with jitter so that many messages don't return at once.
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)
#: Delivered messages are kept this long, for operators to look at.
KEPT = timedelta(days=7)

#: Must be idempotent, unless it is `is_once`: if a worker dies after handling a message and before recording it, the
#: message is handled again.
Handler = Callable[[dict[str, Any]], None]
_handlers: dict[str, Handler] = {}
#: Topics that take seconds: a worker does one when nothing else is due.
_slow: set[str] = set()
#: Topics that don't wait for others: until a purge is delivered, readers may still see recalled content.
_purges: set[str] = set()
#: Topics whose handlers write to our database alone. What they write commits with the note that they are done: once.
_once: set[str] = set()


class TakenOver(Exception):
    """The lease has run out, and another worker has the message now: nothing of what was written here is kept."""


@dataclass(frozen=True)
class End:
    """After `attempts` failures a message is given up. `tell` is then called with its payload and the last error."""

    attempts: int
    tell: Callable[[dict[str, Any], str], None]


_ends: dict[str, End] = {}


def register_handler(
    topic: str, *, is_slow: bool = False, is_purge: bool = False, is_once: bool = False, end: End | None = None
) -> Callable[[Handler], Handler]:
    """Register the handler of a topic. Raises ImproperlyConfigured if the topic has one already."""

    def register(handler: Handler) -> Handler:
        add(_handlers, topic, handler)
        _slow.update([topic] if is_slow else [])
        _purges.update([topic] if is_purge else [])
        _once.update([topic] if is_once else [])
        if end:
            _ends[topic] = end
        return handler

    return register


def send(topic: str, payload: dict[str, Any], *, wait: timedelta = timedelta(0)) -> Message:
    """Add a message to the current transaction. It is due after `wait`."""
    now = timezone.now()
    return Message.objects.create(topic=topic, payload=payload, created_at=now, due_at=now + wait)


def send_all(messages: list[tuple[str, dict[str, Any]]]) -> None:
    """Add messages, each a topic and its payload, to the current transaction by one query."""
    now = timezone.now()
    Message.objects.bulk_create(
        Message(topic=topic, payload=payload, created_at=now, due_at=now) for topic, payload in messages
    )


def find_due(now: datetime, lane: str | None = None) -> QuerySet[Message]:
    """Messages that are due, slow topics last. `lane`: only “purges”, only “slow”, or only the other “messages”."""
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    is_slow = Case(When(topic__in=_slow, then=1), default=0)
    due = Message.objects.filter(free, delivered_at=None, due_at__lte=now).order_by(is_slow, "due_at", "pk")
    if lane == "messages":
        return due.exclude(topic__in=_slow | _purges)
    return due if lane is None else due.filter(topic__in={"purges": _purges, "slow": _slow}[lane])


def find_late_purges(before: datetime) -> QuerySet[Message]:
    """Purges that are not delivered, and were sent before this moment."""
    return Message.objects.filter(topic__in=_purges, delivered_at=None, created_at__lt=before)


def deliver_due(
    worker: str,
    *,
    stopping: Callable[[], bool] = lambda: False,
    most_slow: int | None = None,
    lane: str | None = None,
) -> int:
    """Deliver the due messages, one at a time; returns how many succeeded. Failed ones are retried later.

    Stops after `most_slow` slow messages, so that the caller can do its other work.
    """
    delivered = slow = 0
    while not stopping() and slow != most_slow and (message := _lease(worker, lane)):
        delivered += _deliver(message, worker)
        slow += message.topic in _slow
    return delivered


def _lease(worker: str, lane: str | None = None) -> Message | None:
    now = timezone.now()
    if not find_due(now, lane).exists():  # checked outside of a transaction, which takes the write lock in SQLite
        return None
    with transaction.atomic():
        message = find_due(now, lane).select_for_update(skip_locked=True).first()
        if message:
            message.leased_by, message.leased_until = worker, now + LEASE
            message.save(update_fields=["leased_by", "leased_until"])
        return message


def _deliver(message: Message, worker: str) -> bool:
    try:
        _handle(message, worker)
    except Exception as error:
        if _end(message, error):
            return False
        wait = min(FIRST_WAIT * 2 ** min(message.attempts, 20), LONGEST_WAIT) * random.uniform(0.8, 1.2)
        logger.warning("%s %s failed, again in %d s: %s", message.topic, message.pk, wait.total_seconds(), error)
        changes = {"due_at": timezone.now() + wait, "last_error": f"{type(error).__name__}: {error}"[:2000]}
        done = False
    else:
        changes, done = {"delivered_at": timezone.now(), "last_error": ""}, True
    # Only if the lease is still ours: after it expires, another worker may have taken the message.
    ours = Message.objects.filter(pk=message.pk, leased_by=worker)
    ours.update(attempts=message.attempts + 1, leased_by="", leased_until=None, **changes)
    return done


def _handle(message: Message, worker: str) -> None:
    handler = _handlers.get(message.topic)
    if handler is None:
        raise LookupError(f"Nobody here handles “{message.topic}”.")
    if message.topic not in _once:
        handler(message.payload)
        return
    with transaction.atomic():
        handler(message.payload)
        if not Message.objects.filter(pk=message.pk, leased_by=worker).update(delivered_at=timezone.now()):
            raise TakenOver("Another worker has taken it over.")


def _end(message: Message, error: Exception) -> bool:
    """Give the message up if this was its last attempt. Returns whether it was."""
    end, attempts = _ends.get(message.topic), message.attempts + 1
    if end is None or attempts < end.attempts:
        return False
    logger.error("%s %s failed %d times and is not tried again: %s", message.topic, message.pk, attempts, error)
    end.tell(message.payload, str(error))
    changes = {"delivered_at": timezone.now(), "last_error": f"{type(error).__name__}: {error}"[:2000]}
    Message.objects.filter(pk=message.pk).update(attempts=attempts, leased_by="", leased_until=None, **changes)
    return True


def prune() -> int:
    """Delete what was delivered long ago; returns how many."""
    return Message.objects.filter(delivered_at__lt=timezone.now() - KEPT).delete()[0]
