"""Tells errors of a busy database from others: nothing is broken, and a retry will succeed."""

import sqlite3

from django.db import InterfaceError, OperationalError

#: PostgreSQL's codes for a lock timeout, a deadlock, a serialisation failure, too many connections, a server that is
#: starting or stopping, and a broken connection.
_STATES = {"55P03", "40P01", "40001", "53300", "57P01", "57P03", "08000", "08001", "08003", "08006"}
_SQLITE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
#: Seconds before a retry.
RETRY_AFTER = 5


def is_busy(error: BaseException | None) -> bool:
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "sqlite_errorcode", 0)
    return (code & 0xFF) in _SQLITE or getattr(error.__cause__, "sqlstate", None) in _STATES
