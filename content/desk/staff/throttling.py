"""Limits tries to log in. They are counted in the database, shared by all workers, before a password is hashed.

    find_refusal(request, TryKind.PASSWORD, name)                 asked first; reads only the cache
    with trying(request, TryKind.PASSWORD, name) as attempt:      raises TooManyTries, at the cost of four look-ups
        …                                                         the password is checked here
        attempt.succeed(user)                                     without this call the try counts as wrong

The limit is tight for one account from one address, so that guessing ends soon. It is looser for one account from all
addresses, and does not apply to addresses from which the account has logged in lately, so that nobody can lock out a
colleague. It is also looser for one address, which an office may share.
"""

import hashlib
import hmac
import logging
import threading
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

from cms.addresses import find_client_address
from content.desk.staff.models import LogInTry, TryKind

logger = logging.getLogger("security")
#: Recent refusals: key -> until when.
remembered = caches["refusals"]


@dataclass(frozen=True)
class Limit:
    """At most `tries` wrong tries `within` that time. The next one waits until the oldest has left that time."""

    tries: int
    within: timedelta


@dataclass(frozen=True)
class Limits:
    pair: Limit
    account: Limit
    address: Limit


_GUESSES = Limits(
    pair=Limit(5, timedelta(minutes=15)),
    account=Limit(30, timedelta(hours=1)),
    address=Limit(30, timedelta(minutes=15)),
)
#: For resets all tries count, right or wrong, since each may send a mail.
LIMITS = {
    TryKind.PASSWORD: _GUESSES,
    TryKind.CODE: _GUESSES,
    TryKind.RESET: Limits(
        pair=Limit(3, timedelta(hours=1)), account=Limit(5, timedelta(hours=1)), address=Limit(10, timedelta(hours=1))
    ),
}
#: How long an address stays known after a log-in of the account.
KNOWN_FOR = timedelta(days=30)
KEPT = timedelta(days=90)
BUSY = timedelta(seconds=2)


class TooManyTries(Exception):
    """Raised instead of checking a password. `wait` is in seconds, rounded up."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = max(1, ceil(wait.total_seconds()))
        super().__init__(str(self))

    def __str__(self) -> str:
        if self.wait < 60:
            return ngettext(
                "Too many attempts. Wait %(n)d second, then try again.",
                "Too many attempts. Wait %(n)d seconds, then try again.",
                self.wait,
            ) % {"n": self.wait}
        minutes = ceil(self.wait / 60)
        return ngettext(
            "Too many attempts. Wait %(n)d minute, then try again.",
            "Too many attempts. Wait %(n)d minutes, then try again.",
            minutes,
        ) % {"n": minutes}


class Attempt:
    def __init__(self, row: LogInTry) -> None:
        self.row = row

    def succeed(self, user: Any = None) -> None:
        self.row.was_right = True
        self.row.account = user or self.row.account
        self.row.save(update_fields=["was_right", "account"])


class Door:
    """Limits hashing, which takes as long as hundreds of answers. One password at a time is checked in each process.

    One more may wait. With more, guessing would take the threads that readers need.
    """

    def __init__(self, places: int = 2) -> None:
        self.places = places
        self.hashing = threading.Lock()
        self._inside = 0
        self._count = threading.Lock()

    @property
    def is_full(self) -> bool:
        return self._inside >= self.places

    def enter(self) -> bool:
        with self._count:
            if self.is_full:
                return False
            self._inside += 1
            return True

    def leave(self) -> None:
        with self._count:
            self._inside -= 1


door = Door()


@contextmanager
def trying(request: HttpRequest, kind: TryKind, name: str) -> Iterator[Attempt]:
    """Count a try; the password is checked inside. Raises TooManyTries. A try that raises counts as wrong."""
    attempt = begin(request, kind, name)
    try:
        with door.hashing:
            yield attempt
    finally:
        door.leave()
        _tell("right" if attempt.row.was_right else "wrong", attempt.row)


def begin(request: HttpRequest, kind: TryKind, name: str) -> Attempt:
    """Count a try, and enter the door. Raises TooManyTries."""
    row = LogInTry(
        kind=kind,
        name_digest=digest_of(name),
        address=find_client_address(request),
        user_agent=request.headers.get("User-Agent", "")[:200],
    )
    row.account = _find_account(name)
    if wait := find_wait(row, timezone.now()):
        remembered.set(_key(row), time.time() + wait.total_seconds(), wait.total_seconds())
        _tell("refused", row)
        raise TooManyTries(wait)
    if not door.enter():
        _tell("refused", row)
        raise TooManyTries(BUSY)
    try:
        row.save()
    except BaseException:
        door.leave()
        raise
    return Attempt(row)


def find_refusal(request: HttpRequest, kind: TryKind, name: str) -> TooManyTries | None:
    """The refusal of an earlier try, if it still holds, from the cache, without a query or an entry in the log.

    A wait is never shortened, so the cached refusal stays valid.
    """
    row = LogInTry(kind=kind, name_digest=digest_of(name), address=find_client_address(request))
    if until := remembered.get(_key(row)):
        return TooManyTries(timedelta(seconds=until - time.time()))
    return TooManyTries(BUSY) if door.is_full else None


def _key(row: LogInTry) -> str:
    return f"refused:{row.kind}:{row.name_digest}:{row.address}"


def digest_of(name: str) -> str:
    typed = unicodedata.normalize("NFKC", name).casefold().strip()
    return hmac.new(settings.SECRET_KEY.encode(), f"log-in:{typed}".encode(), hashlib.sha256).hexdigest()


def _find_account(name: str) -> Any:
    model = get_user_model()
    return model._default_manager.filter(**{model.USERNAME_FIELD: name}).first()


def find_wait(row: LogInTry, now: datetime) -> timedelta | None:
    """How long this try has to wait; None if it may be made now."""
    limits = LIMITS[TryKind(row.kind)]
    of_account = LogInTry.objects.filter(kind=row.kind, name_digest=row.name_digest)
    of_address = LogInTry.objects.filter(kind=row.kind, address=row.address)
    if row.kind != TryKind.RESET:
        of_account, of_address = of_account.filter(was_right=False), of_address.filter(was_right=False)
    pair = of_account.filter(address=row.address)
    counted = [(pair, limits.pair), (of_account, limits.account), (of_address, limits.address)]
    if row.kind == TryKind.PASSWORD and (entered := _last_right(row, now)):
        counted = [(pair.filter(tried_at__gt=entered), limits.pair), (of_address, limits.address)]
    waits = (_wait(tries, limit, now) for tries, limit in counted)
    return max((wait for wait in waits if wait), default=None)


def _last_right(row: LogInTry, now: datetime) -> datetime | None:
    """The last log-in of this account from this address, if it was recent."""
    right = LogInTry.objects.filter(
        kind=row.kind, name_digest=row.name_digest, address=row.address, was_right=True, tried_at__gt=now - KNOWN_FOR
    )
    return right.order_by("-tried_at").values_list("tried_at", flat=True).first()


def _wait(tries: QuerySet[LogInTry], limit: Limit, now: datetime) -> timedelta | None:
    """The time until fewer tries than the limit are within its time; None if that is so now."""
    moments = tries.filter(tried_at__gt=now - limit.within).order_by("-tried_at").values_list("tried_at", flat=True)
    newest = moments[limit.tries - 1 : limit.tries]
    return newest[0] + limit.within - now if newest else None


def _tell(outcome: str, row: LogInTry) -> None:
    """Log a try, without the typed text. `%r` keeps the browser's name on one line."""
    account = row.account.get_username() if row.account else "unknown"
    logger.info("%s %s: account %r, address %s, agent %r", row.kind, outcome, account, row.address, row.user_agent)


def prune() -> int:
    """Delete old tries; returns how many."""
    return LogInTry.objects.filter(tried_at__lt=timezone.now() - KEPT).delete()[0]
