"""Keeps the index of the admin's search in step with what was committed, where that index is not in our database.

The libraries write into it while a page is saved. A change that is refused, or only rehearsed, would stay in it; and
whoever publishes would hold the lock of releases while another host takes its time to answer.
"""

from collections.abc import Iterator
from copy import copy
from typing import Any

from django.db import transaction
from modelsearch import index
from modelsearch.backends import get_search_backends_with_name

from content.model.publishing import is_rehearsing

#: Backends that write by our own connection, and are rolled back with it.
_OF_DATABASE = "modelsearch.backends.database."


class AfterCommit:
    """A backend of another host, whose writes wait for the commit. One that fails is logged, and the change stands."""

    catch_indexing_errors = True

    def __init__(self, backend: Any) -> None:
        self.backend = backend

    def add(self, instance: Any) -> None:
        transaction.on_commit(lambda: self.backend.add(instance), robust=True)

    def delete(self, instance: Any) -> None:
        gone = copy(instance)  # Django takes its id away once it is deleted
        transaction.on_commit(lambda: self.backend.delete(gone), robust=True)


def find_backends(with_auto_update: bool = False) -> Iterator[tuple[str, Any]]:
    """For backends that are updated whenever something is saved or deleted."""
    for name, backend in get_search_backends_with_name(with_auto_update=with_auto_update):
        if type(backend).__module__.startswith(_OF_DATABASE):
            yield name, backend
        elif not is_rehearsing():
            yield name, AfterCommit(backend)


def write_after_commit() -> None:
    """What the libraries call by this name, they call for each thing that was saved or deleted."""
    index.get_search_backends_with_name = find_backends
