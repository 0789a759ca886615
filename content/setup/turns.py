"""Lets one worker at a time do a job that several would do in vain."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction

#: Any number that no other part of the project locks with.
JOB_LOCK = 7203


@contextmanager
def being_alone(job: str) -> Iterator[bool]:
    """Whether nobody else is inside for this job. Never waits; a process that dies is no longer inside.

    PostgreSQL may be shared by several machines, so it keeps the lock, for as long as a transaction that is open
    meanwhile. SQLite has one machine, whose kernel keeps it, and one such job at a time.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [JOB_LOCK, job])
            yield cursor.fetchone()[0]
        return
    folder = os.open(settings.DATA_DIR, os.O_RDONLY)
    try:
        yield _try_lock(folder)
    finally:
        os.close(folder)  # and so unlock it


def _try_lock(folder: int) -> bool:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
