"""What a request has changed: the rows of every table that it wrote to, compared with what they were before."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection

WRITES = re.compile(r'^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)"?', re.IGNORECASE)
#: Made from other rows, or of the visit itself.
NOT_COUNTED = {
    "django_session",
    "wagtailcore_referenceindex",
    "wagtailsearch_indexentry",
    "wagtailsearch_indexentry_fts",
    "content_guiderendition",  # cut when it is first shown
    "content_keptfindings",  # of the claims check, kept when they are first shown
}
Row = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One row; `columns` that differ. `before` is None for one that was made, `after` for one that is gone."""

    table: str
    pk: Any
    columns: frozenset[str]
    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        return self.after or self.before or {}


class Tables:
    def __init__(self) -> None:
        models = apps.get_models(include_auto_created=True)
        self.keys = {model._meta.db_table: model._meta.pk.column for model in models}
        self.before = {table: self._read(table) for table in self.keys}

    def _read(self, table: str) -> dict[Any, Row]:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        key = self.keys[table]
        return {row.get(key, number): row for number, row in enumerate(rows)}

    @contextmanager
    def watching(self) -> Iterator[set[str]]:
        """The names of the tables that are written to inside."""
        written: set[str] = set()

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if match := WRITES.match(sql):
                written.add(match[1])
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            yield written

    def compare(self, written: set[str]) -> list[Change]:
        """Of some tables: what differs from the start."""
        return [change for table in sorted(written - NOT_COUNTED) for change in self._compare(table)]

    def compare_all(self) -> list[Change]:
        return self.compare(set(self.keys))

    def _compare(self, table: str) -> Iterator[Change]:
        before, after = self.before[table], self._read(table)
        for pk in before.keys() | after.keys():
            old, new = before.get(pk), after.get(pk)
            if old != new:
                columns = {name for name in (old or new or {}) if old is None or new is None or old[name] != new[name]}
                yield Change(table, pk, frozenset(columns), old, new)
