"""Tells errors of a database or disk that is away, busy or full from faults of ours, and logs each outage once."""

import errno
import logging
import sqlite3
import threading
from enum import Enum
from time import monotonic

from django.db import InterfaceError, OperationalError

logger = logging.getLogger(__name__)

#: PostgreSQL's codes for a lock timeout, a deadlock, a serialisation failure and too many connections; for a server
#: that is starting or stopping, and a broken connection; and for a full disk.
_BUSY_STATES = {"55P03", "40P01", "40001", "53300"}
_AWAY_STATES = {"57P01", "57P02", "57P03", "57P05", "08000", "08001", "08003", "08004", "08006"}
_FULL_STATES = {"53100"}
_BUSY_CODES = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_AWAY_CODES = {sqlite3.SQLITE_CANTOPEN}
_FULL_CODES = {sqlite3.SQLITE_FULL}
_FULL_NUMBERS = {errno.ENOSPC, errno.EDQUOT}
#: Seconds before a retry.
RETRY_AFTER = 5


class Trouble(Enum):
    """What is the matter, as the words of an answer: its status, its code, and a sentence."""

    BUSY = 503, "busy", "The database is busy just now, and nothing was changed: try again in a few seconds."
    AWAY = 503, "busy", "The database can't be reached just now, and nothing was changed: try again in a few seconds."
    FULL = 507, "failed", "The server's disk is full, and nothing was saved. Tell whoever runs it, then try again."

    def __init__(self, status: int, code: str, sentence: str) -> None:
        self.status, self.code, self.sentence = status, code, sentence


def find_trouble(error: BaseException | None) -> Trouble | None:
    """None for any other error: that is a fault of ours."""
    while error is not None:
        if trouble := _judge(error):
            return trouble
        error = error.__cause__
    return None


def _judge(error: BaseException) -> Trouble | None:
    if isinstance(error, OSError):
        return Trouble.FULL if error.errno in _FULL_NUMBERS else None
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    cause = error.__cause__
    code, state = getattr(cause, "sqlite_errorcode", 0) & 0xFF, getattr(cause, "sqlstate", "")
    if state in _FULL_STATES or code in _FULL_CODES:
        return Trouble.FULL
    if state in _BUSY_STATES or code in _BUSY_CODES:
        return Trouble.BUSY
    # PostgreSQL's library gives no code where it could not ask the server at all.
    return Trouble.AWAY if state in _AWAY_STATES or state is None or code in _AWAY_CODES else None


class Outage:
    """Logs one line when it begins, and one when it is over, however many requests and jobs meet it."""

    #: If nothing was heard of it for so many seconds, it was over: the next error begins another.
    QUIET = 60.0

    def __init__(self, of: str) -> None:
        self.of = of
        self._lock = threading.Lock()
        self._is_on, self._began, self._last = False, 0.0, 0.0

    def note(self, error: BaseException) -> None:
        with self._lock:
            now = monotonic()
            is_new = not self._is_on or now - self._last > self.QUIET
            self._last = now
            if is_new:
                self._is_on, self._began = True, now
        if is_new:
            logger.error("%s can't be used: %s", self.of, str(error).strip().partition("\n")[0])

    def end(self) -> None:
        """It works."""
        if not self._is_on:
            return
        with self._lock:
            was_on, self._is_on = self._is_on, False
        if was_on:
            logger.warning("%s can be used again, after %d s", self.of, monotonic() - self._began)


#: Of this process.
DATABASE, DISK = Outage("The database"), Outage("The disk")


def note_trouble(error: BaseException | None) -> Trouble | None:
    """`find_trouble`, and log it once."""
    trouble = find_trouble(error)
    if trouble and error:
        (DISK if trouble == Trouble.FULL else DATABASE).note(error)
    return trouble
