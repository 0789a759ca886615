"""Delays writes to an external index of the admin's search until the commit.

Libraries write to the index while a page is saved. Refused and rehearsed changes would stay in it, and a publication
would hold the lock of releases while it waits for another host.
"""

from collections.abc import Iterator
from copy import copy
from typing import Any

from django.db import transaction
from modelsearch import index
from modelsearch.backends import get_search_backends_with_name

from content.model.publishing import is_rehearsing

#: Backends in our own database. Their writes are rolled back with the transaction.
_OF_DATABASE = "modelsearch.backends.database."


class AfterCommit:
    """An external backend whose writes wait for the commit. A failed write is logged, and the change stays."""

    catch_indexing_errors = True

    def __init__(self, backend: Any) -> None:
        self.backend = backend

    def add(self, instance: Any) -> None:
        transaction.on_commit(lambda: self.backend.add(instance), robust=True)

    def delete(self, instance: Any) -> None:
        gone = copy(instance)  # Django clears the id after the deletion
        transaction.on_commit(lambda: self.backend.delete(gone), robust=True)


def find_backends(with_auto_update: bool = False) -> Iterator[tuple[str, Any]]:
    """Replaces the library's function. External backends are wrapped, and left out in a rehearsal."""
    for name, backend in get_search_backends_with_name(with_auto_update=with_auto_update):
        if type(backend).__module__.startswith(_OF_DATABASE):
            yield name, backend
        elif not is_rehearsing():
            yield name, AfterCommit(backend)


def write_after_commit() -> None:
    """Patch the library: it calls this function whenever something is saved or deleted."""
    index.get_search_backends_with_name = find_backends
