"""Which release is the newest: asked for by what keeps answers in memory, and said at once where one is made."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import datetime
from time import monotonic

from django.db import Error, close_old_connections, connection, transaction

from cms.hot import MOST_SECONDS
from content.edition.models import Release

#: A release's number alone could come again, in a database that was restored.
Stamp = tuple[int, datetime]

#: What the server's watch was told last, and when it had asked; and when this process made a release itself.
_noted: tuple[Stamp | None, float] | None = None
_made_at = 0.0
_is_asked_each_time: ContextVar[bool] = ContextVar("is_asked_each_time", default=False)
_listeners: list[Callable[[], None]] = []


def find_newest() -> Stamp | None:
    """The newest release, or None before the first.

    Where the server watches (cms/rsgi.py) it is what that was told a moment ago, without a query. Elsewhere, and in a
    transaction, which may see something else, the database is asked.
    """
    noted = _noted
    if noted and monotonic() - noted[1] <= MOST_SECONDS and not connection.in_atomic_block and not is_asked_each_time():
        return noted[0]
    return ask_newest()


def read_stamp() -> Stamp | None:
    """The newest release, for who asks outside of requests. Raises django.db.Error: the next call connects anew."""
    try:
        close_old_connections()  # nobody else does: a file or a server may have been replaced
        return ask_newest()
    except Error:
        with suppress(Error):
            connection.close()
        raise


def ask_newest() -> Stamp | None:
    """One query, written out: the server asks many times a second, and to build it took ten times as long."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number, committed_at FROM {Release._meta.db_table} ORDER BY number DESC LIMIT 1")
        row = cursor.fetchone()
    if row is None:
        return None
    number, moment = row
    for convert in connection.ops.get_db_converters(Release._meta.get_field("committed_at").cached_col):
        moment = convert(moment, None, connection)
    return number, moment


def note_newest(stamp: Stamp | None, asked_at: float) -> None:
    """`asked_at`: when `read_stamp` was called, by the monotonic clock."""
    global _noted
    if asked_at > _made_at:
        _noted = stamp, asked_at


@contextmanager
def asked_each_time() -> Iterator[None]:
    """Inside, the connection shows something else than what is public: nothing that is known holds."""
    token = _is_asked_each_time.set(True)
    try:
        yield
    finally:
        _is_asked_each_time.reset(token)


def is_asked_each_time() -> bool:
    return _is_asked_each_time.get()


def on_release(listener: Callable[[], None]) -> None:
    """Call `listener` in this process after each release that it has committed."""
    _listeners.append(listener)


def tell_after_commit() -> None:
    for listener in (_forget, *_listeners):
        transaction.on_commit(listener, robust=True)


def _forget() -> None:
    global _noted, _made_at
    _noted, _made_at = None, monotonic()
