"""One at a time: whoever writes public files, and whoever removes those that nothing names."""

from django.db import connection

#: Any number that no other part of the project locks with.
FILES_LOCK = 7202


def lock_files() -> None:
    """Until the end of the transaction. SQLite's write lock does so already (IMMEDIATE)."""
    assert connection.in_atomic_block
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FILES_LOCK])
