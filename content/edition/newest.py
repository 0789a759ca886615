"""Which release is the newest: asked for by what keeps answers in memory, and said at once where one is made."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from django.db import Error, close_old_connections, connection, transaction

from content.edition.models import Release

#: A release's number alone could come again, in a database that was restored.
Stamp = tuple[int, datetime]

_listeners: list[Callable[[], None]] = []


def read_stamp() -> Stamp | None:
    """The newest release, None before the first; one query. Raises django.db.Error: the next call connects anew."""
    try:
        close_old_connections()  # outside of requests nobody else does: a file or a server may have been replaced
        return Release.objects.order_by("-number").values_list("number", "committed_at").first()
    except Error:
        with suppress(Error):
            connection.close()
        raise


def on_release(listener: Callable[[], None]) -> None:
    """Call `listener` in this process after each release that it has committed."""
    _listeners.append(listener)


def tell_after_commit() -> None:
    for listener in _listeners:
        transaction.on_commit(listener, robust=True)
