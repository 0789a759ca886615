"""Shows what is public as if a release had been made: one connection reads the release's rows over the real ones.

as_if(change) -> take(release) -> Overlay -> laid_over(overlay): queries of this connection read both

Nothing is locked, and no other connection sees the rows: they are in temporary tables, and temporary views with the
names of the real tables join both.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction

from content.edition.models import Current, Edition, Release, SearchTerm
from content.edition.newest import asked_each_time


@dataclass(frozen=True)
class Overlay:
    """The rows that a release would add or replace."""

    releases: list[Release]
    editions: list[Edition]
    currents: list[Current]
    terms: list[SearchTerm]

    @property
    def rows(self) -> list[tuple[type[models.Model], str, list[Any]]]:
        """(model, SQL condition for its real rows that stay visible, rows that replace the others)."""
        hidden = f"(SELECT id FROM {_shadow(Current)})"
        return [
            (Release, f"number NOT IN (SELECT number FROM {_shadow(Release)})", self.releases),
            (Edition, f"id NOT IN (SELECT id FROM {_shadow(Edition)})", self.editions),
            (Current, f"id NOT IN {hidden}", self.currents),
            (SearchTerm, f"current_id NOT IN {hidden}", self.terms),
        ]


def take(release: Release | None) -> Overlay:
    """The rows of a release, read before it is rolled back. None: the change has made no release."""
    currents = list(Current.objects.filter(release=release)) if release else []
    return Overlay(
        releases=[release] if release else [],
        editions=list(release.editions.all()) if release else [],
        currents=currents,
        terms=list(SearchTerm.objects.filter(current__in=currents)),
    )


@contextmanager
def laid_over(overlay: Overlay) -> Iterator[None]:
    """Inside, queries read the overlay. Not allowed inside `publishing()`: the views can't be written to."""
    if connection.vendor == "postgresql":
        # Takes no lock that others wait for; the rollback drops the tables and views.
        with transaction.atomic(), asked_each_time():
            _lay(overlay)
            yield
            transaction.set_rollback(True)
        return
    try:
        _lay(overlay)
        with asked_each_time():
            yield
    finally:
        _lift(overlay)


def _shadow(model: type[models.Model]) -> str:
    return f"preview_{model._meta.db_table}"


def _lay(overlay: Overlay) -> None:
    # In a temporary view SQLite looks for tables in the temporary schema first, so the real table needs its schema.
    schema = "main." if connection.vendor == "sqlite" else ""
    with connection.cursor() as cursor:
        for model, _hidden, rows in overlay.rows:
            table = model._meta.db_table
            cursor.execute(f"CREATE TEMPORARY TABLE {_shadow(model)} AS SELECT * FROM {schema}{table} WHERE 1 = 0")
            _fill(cursor, model, rows)
        for model, hidden, _rows in overlay.rows:
            table = model._meta.db_table
            columns = ", ".join(str(field.column) for field in model._meta.concrete_fields)
            cursor.execute(
                f"CREATE TEMPORARY VIEW {table} AS SELECT {columns} FROM {schema}{table} WHERE {hidden} "
                f"UNION ALL SELECT {columns} FROM {_shadow(model)}"
            )


def _fill(cursor: Any, model: type[models.Model], rows: list[Any]) -> None:
    fields = model._meta.concrete_fields
    columns, places = ", ".join(str(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    values = [[field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows]
    if values:
        cursor.executemany(f"INSERT INTO {_shadow(model)} ({columns}) VALUES ({places})", values)


def _lift(overlay: Overlay) -> None:
    """Remove the overlay, by closing the connection if need be: its next request must not see it."""
    try:
        with connection.cursor() as cursor:
            for model, _hidden, _rows in overlay.rows:
                cursor.execute(f"DROP VIEW IF EXISTS temp.{model._meta.db_table}")
                cursor.execute(f"DROP TABLE IF EXISTS temp.{_shadow(model)}")
    except BaseException:
        connection.close()  # drops all temporary tables and views
        raise
