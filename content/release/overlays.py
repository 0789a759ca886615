"""What is public as if a release had been made: its rows, kept, and laid over the real ones for one thread's reading.

as_if(change) -> take(release) -> Overlay -> laid_over(overlay): every query of this connection reads the rows of both

Nothing is locked while it is read, and nothing is written that anybody else could see: the rows lie in temporary
tables, which belong to the connection, and views in front of ours have the names of our tables.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction

from content.edition.models import Current, Edition, Release, SearchTerm


@dataclass(frozen=True)
class Overlay:
    """The rows that a release would add or replace."""

    releases: list[Release]
    editions: list[Edition]
    currents: list[Current]
    terms: list[SearchTerm]

    @property
    def rows(self) -> list[tuple[type[models.Model], str, list[Any]]]:
        """Model, which of its real rows are hidden, and the rows in place of them."""
        hidden = f"(SELECT id FROM {_shadow(Current)})"
        return [
            (Release, f"number NOT IN (SELECT number FROM {_shadow(Release)})", self.releases),
            (Edition, f"id NOT IN (SELECT id FROM {_shadow(Edition)})", self.editions),
            (Current, f"id NOT IN {hidden}", self.currents),
            (SearchTerm, f"current_id NOT IN {hidden}", self.terms),
        ]


def take(release: Release | None) -> Overlay:
    """The rows of a release that is about to be taken back. None: the change would change nothing that is public."""
    currents = list(Current.objects.filter(release=release)) if release else []
    return Overlay(
        releases=[release] if release else [],
        editions=list(release.editions.all()) if release else [],
        currents=currents,
        terms=list(SearchTerm.objects.filter(current__in=currents)),
    )


@contextmanager
def laid_over(overlay: Overlay) -> Iterator[None]:
    """Must not run inside of `publishing()`: nothing can be written to what is laid over."""
    if connection.vendor == "postgresql":
        with transaction.atomic():  # takes no lock that anybody waits for, and what it makes is gone with it
            _lay(overlay)
            yield
            transaction.set_rollback(True)
        return
    try:
        _lay(overlay)
        yield
    finally:
        _lift(overlay)


def _shadow(model: type[models.Model]) -> str:
    return f"preview_{model._meta.db_table}"


def _lay(overlay: Overlay) -> None:
    # SQLite looks into the view's own schema first, so that ours must be told from it; PostgreSQL has bound it by then.
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
    """Whatever happens: this thread's next reader must not be shown it."""
    try:
        with connection.cursor() as cursor:
            for model, _hidden, _rows in overlay.rows:
                cursor.execute(f"DROP VIEW IF EXISTS temp.{model._meta.db_table}")
                cursor.execute(f"DROP TABLE IF EXISTS temp.{_shadow(model)}")
    except BaseException:
        connection.close()  # and with it all that is temporary
        raise
