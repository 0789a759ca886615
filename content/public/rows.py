"""Reads current editions by SQL that is written out: to build a query of many parts takes longer than to run it.

State and kind stand in the text, not among the parameters: else SQLite would not use the partial index on slugs.
"""

import json
import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import connection, transaction
from psycopg import Cursor
from psycopg.pq import Format

from content.edition.models import Current, Edition, Release
from content.model.vocabulary import Kind, State
from content.public.served import Served

Row = tuple[Any, ...]
CURRENT, EDITION, RELEASE = (model._meta.db_table for model in (Current, Edition, Release))
FROM = f"FROM {CURRENT} c JOIN {EDITION} e ON e.id = c.edition_id"
LIVE = f"c.state = '{State.LIVE}'"
#: What is executed so many times and once more is planned no more: to plan a page of sync takes as long as to read it.
OFTEN = 5
#: The column of each encoding.
BODIES = {"": "body", "gzip": "body_gzip", "br": "body_br"}


class _BinaryCursor(Cursor[Row]):
    """Gets its rows as they are in PostgreSQL's memory. The parameters are sent beside the SQL, not within it."""

    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        self.format = Format.BINARY


def fetch(sql: str, parameters: Sequence[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Django's own asks for text, in which each byte of a body has two digits.
            cursor.cursor = _BinaryCursor(connection.connection)
        with _planned_once():
            cursor.execute(sql, parameters)
        found: list[Row] = cursor.fetchall()
        return found


@contextmanager
def _planned_once() -> Iterator[None]:
    """PostgreSQL plans what is executed here often once for a connection, and nothing else: Django's statements have
    their values written in, and each would be kept as another one."""
    if connection.vendor != "postgresql" or is_pooled():
        yield
        return
    driver = connection.connection
    driver.prepare_threshold = OFTEN
    try:
        yield
    finally:
        driver.prepare_threshold = None


def is_pooled() -> bool:
    """Whether each transaction may be given another connection, which knows nothing of the one before."""
    return bool(connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"])


def fetch_slowly(sql: str, parameters: Sequence[Any]) -> Iterator[Row]:
    """Row by row, for answers that are too long to be held in memory."""
    # A cursor outlives a transaction, but may then be asked for at another server.
    whole = transaction.atomic() if is_pooled() else nullcontext()
    with whole, connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while found := cursor.fetchmany(50):
            yield from found


def as_key(subject: str) -> Any:
    """An id as the database's columns hold it. Raises ValueError if it is none."""
    id = uuid.UUID(subject)
    return id if connection.features.has_native_uuid_field else id.hex


def read_id(value: Any) -> str:
    if isinstance(value, uuid.UUID):
        return str(value)
    return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"


def as_text(column: str) -> str:
    """A JSON column as the text that `read_json` reads: the driver of PostgreSQL would parse it, needed or not."""
    return f"CAST({column} AS TEXT)"


def read_json(text: str) -> dict[str, Any]:
    """An object of a JSON column. Most are empty."""
    value: dict[str, Any] = json.loads(text) if text != "{}" else {}
    return value


def slots(values: Collection[Any]) -> str:
    """Placeholders for a list of values, as in `IN {slots(values)}`."""
    return f"({', '.join(['%s'] * len(values))})"


def columns_of(*encodings: str) -> str:
    """The columns that `serve_row` reads, with the body in these encodings."""
    bodies = ", ".join(f"e.{BODIES[encoding]}" for encoding in encodings)
    told = f"{as_text('e.places')}, {as_text('e.notice')}"
    return f"c.kind, c.subject, c.guide, c.locale, c.slug, c.state, e.digest, e.etag, {told}, {bodies}"


def serve_row(row: Sequence[Any], *encodings: str) -> Served:
    kind, subject, _guide, locale, slug, state, digest, etag, places, notice, *bodies = row
    return Served(
        kind=kind,
        subject=read_id(subject),
        locale=locale,
        slug=slug,
        state=state,
        digest=digest,
        etag=etag,
        bodies={encoding: bytes(body) for encoding, body in zip(encodings, bodies, strict=True)},
        places=read_json(places),
        notice=read_json(notice),
    )


def read_guides(
    locales: tuple[str, ...], *, id: str = "", slug: str = "", branch: str | None = None, encoding: str = ""
) -> tuple[list[Served], dict[str, Served]]:
    """A guide by id, or guides by the slug of a live one, in these languages; and the branch's offerings: guide -> one.

    One query. `encoding`: of the guides' bodies.
    """
    if id:
        subjects, values = "(%s)", [as_key(id)]
    else:
        named = f"kind = '{Kind.GUIDE}' AND state = '{State.LIVE}' AND NOT (slug = '') AND slug = %s"
        subjects = f"(SELECT subject FROM {CURRENT} WHERE {named} AND locale IN {slots(locales)})"
        values = [slug, *locales]
    sql = f"SELECT {columns_of(encoding)} {FROM} WHERE c.kind = '{Kind.GUIDE}' AND c.subject IN {subjects}"
    sql += f" AND c.locale IN {slots(locales)}"
    parameters = [*values, *locales]
    if branch is not None:
        offered = f"c.kind = '{Kind.OFFERING}' AND {LIVE} AND c.available AND c.branch = %s AND c.guide IN {subjects}"
        sql += f" UNION ALL SELECT {columns_of('')} {FROM} WHERE {offered}"
        parameters += [as_key(branch), *values]
    rows = fetch(sql, parameters)
    guides = [serve_row(row, encoding) for row in rows if row[0] == Kind.GUIDE]
    return guides, {read_id(row[2]): serve_row(row, "") for row in rows if row[0] == Kind.OFFERING}
