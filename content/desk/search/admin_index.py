"""When the index of the admin's search is written.

Libraries write to the index while a page is saved. In an external index, refused and rehearsed changes would stay, and
a publication would hold the lock of releases while it waits for another host: it is written after the commit.
"""

from collections.abc import Iterator
from copy import copy
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from modelsearch import index
from modelsearch.backends import get_search_backends_with_name
from modelsearch.signal_handlers import post_delete_signal_handler

from content.model.guides.models import GuidePage
from content.model.publishing import DRAFT_FIELDS, is_rehearsing

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
        if is_of_database(backend):
            yield name, backend
        elif not is_rehearsing():
            yield name, AfterCommit(backend)


def is_of_database(backend: Any) -> bool:
    return type(backend).__module__.startswith(_OF_DATABASE)


@receiver(post_save, sender=GuidePage)
def index_guide(
    instance: GuidePage, raw: bool = False, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    """Replaces the library's receiver (`GuidePage.search_auto_update`), which reads each page again.

    Our database's index holds nothing of what is saved with a draft. An external one sorts by it.
    """
    if raw:
        return
    in_database = all(is_of_database(backend) for _name, backend in find_backends(with_auto_update=True))
    if update_fields is None and in_database:
        for _name, backend in find_backends(with_auto_update=True):
            backend.add(instance)  # the library would ask first whether what was just saved is there
    elif not (in_database and update_fields and update_fields <= DRAFT_FIELDS):
        index.insert_or_update_object(GuidePage.objects.get(pk=instance.pk))


post_delete.connect(post_delete_signal_handler, sender=GuidePage)


def measure_index() -> None:
    """Tell SQLite how many entries a model has: it takes them for ten, and would search in one after the other.

    PostgreSQL finds out by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 400")  # so many rows of each index are looked at: milliseconds
            cursor.execute("ANALYZE wagtailsearch_indexentry")


def write_after_commit() -> None:
    """Patch the library: it calls this function whenever something is saved or deleted."""
    index.get_search_backends_with_name = find_backends
