"""How often somebody may try to get in: asked and counted before a password is hashed, in the database of all workers.

    find_refusal(request, TryKind.PASSWORD, name)                 asked first of all, of what is remembered
    with trying(request, TryKind.PASSWORD, name) as attempt:      raises TooManyTries, at the cost of four look-ups
        …                                                         the password is looked at here
        attempt.succeed(user)                                     whatever is not said to be right counts as wrong

Tight for one account from one address, so that a guesser is out soon. Looser for one account from anywhere, and not
for addresses from which it has logged in lately: nobody locks out a colleague. Looser for one address, which an
office shares.
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
#: What was refused lately, and until when.
remembered = caches["refusals"]


@dataclass(frozen=True)
class Limit:
    """So many wrong tries within that time; the next one waits until the oldest of them is so old."""

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
#: Of resets every one counts, right or wrong: each can be a mail.
LIMITS = {
    TryKind.PASSWORD: _GUESSES,
    TryKind.CODE: _GUESSES,
    TryKind.RESET: Limits(
        pair=Limit(3, timedelta(hours=1)), account=Limit(5, timedelta(hours=1)), address=Limit(10, timedelta(hours=1))
    ),
}
#: An address from which an account has logged in so lately is known.
KNOWN_FOR = timedelta(days=30)
KEPT = timedelta(days=90)
BUSY = timedelta(seconds=2)


class TooManyTries(Exception):
    """Raised in place of looking at a password. `wait` is rounded up to seconds."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = max(1, ceil(wait.total_seconds()))
        super().__init__(str(self))

    def __str__(self) -> str:
        if self.wait < 60:
            return ngettext(
                "Too many tries. Wait %(n)d second, then try again.",
                "Too many tries. Wait %(n)d seconds, then try again.",
                self.wait,
            ) % {"n": self.wait}
        minutes = ceil(self.wait / 60)
        return ngettext(
            "Too many tries. Wait %(n)d minute, then try again.",
            "Too many tries. Wait %(n)d minutes, then try again.",
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
    """Hashing takes a core for as long as hundreds of answers do. One password at a time is looked at in a process, and
    one more waits: with more, guessers would take the threads that readers need.
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
    """Raises TooManyTries. A try that ends with an exception was wrong."""
    attempt = begin(request, kind, name)
    try:
        with door.hashing:
            yield attempt
    finally:
        door.leave()
        _tell("right" if attempt.row.was_right else "wrong", attempt.row)


def begin(request: HttpRequest, kind: TryKind, name: str) -> Attempt:
    """Count a try, and take a place at the door. Raises TooManyTries."""
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
    """Whether a try would be refused as one before it was: that costs no look-up, and is told to the log only once.

    A wait that has begun is never shortened, so what is remembered of it stays true.
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
    """How long this one has to wait; None where it may be tried."""
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
    """When this account last entered from this address, if lately."""
    right = LogInTry.objects.filter(
        kind=row.kind, name_digest=row.name_digest, address=row.address, was_right=True, tried_at__gt=now - KNOWN_FOR
    )
    return right.order_by("-tried_at").values_list("tried_at", flat=True).first()


def _wait(tries: QuerySet[LogInTry], limit: Limit, now: datetime) -> timedelta | None:
    """Until fewer than the limit are within its time."""
    moments = tries.filter(tried_at__gt=now - limit.within).order_by("-tried_at").values_list("tried_at", flat=True)
    newest = moments[limit.tries - 1 : limit.tries]
    return newest[0] + limit.within - now if newest else None


def _tell(outcome: str, row: LogInTry) -> None:
    """To the log. Never what was typed: `%r` keeps a browser's name on its line."""
    account = row.account.get_username() if row.account else "unknown"
    logger.info("%s %s: account %r, address %s, agent %r", row.kind, outcome, account, row.address, row.user_agent)


def prune() -> int:
    """Forget what is old; returns how many."""
    return LogInTry.objects.filter(tried_at__lt=timezone.now() - KEPT).delete()[0]
