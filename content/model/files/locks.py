"""A lock between writers of public files and the removal of unused ones."""

from django.db import connection

#: Any number that no other part of the project locks with.
FILES_LOCK = 7202


def lock_files() -> None:
    """Lock public files until the end of the transaction. In SQLite the write lock does this already (IMMEDIATE)."""
    assert connection.in_atomic_block
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FILES_LOCK])
