"""When the database couldn't take its turn for a request: nothing is broken, and asking again will do."""

import sqlite3

from django.db import InterfaceError, OperationalError

#: PostgreSQL's codes for a lock that wasn't had in time, a deadlock, a failed serialisation, too many connections,
#: a server that is starting or stopping, and a connection that broke.
_STATES = {"55P03", "40P01", "40001", "53300", "57P01", "57P03", "08000", "08001", "08003", "08006"}
_SQLITE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
#: Seconds after which to ask again.
RETRY_AFTER = 5


def is_busy(error: BaseException | None) -> bool:
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "sqlite_errorcode", 0)
    return (code & 0xFF) in _SQLITE or getattr(error.__cause__, "sqlstate", None) in _STATES
