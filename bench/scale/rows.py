"""Copies rows in bulk: as instances, or by SQL where a model can't be written so."""

import gzip
import json
from collections.abc import Iterable, Mapping
from typing import Any

import brotli
from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max

from content.edition.encoding import encode_in_places, tag_of

Row = Any


def clone(row: Row, **other: Any) -> Row:
    """The same row under another key, with these other values."""
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return type(row)(**{**fields, **other})


def insert(rows: list[Row], size: int = 500) -> None:
    if rows:
        type(rows[0])._base_manager.bulk_create(rows, batch_size=size)


def insert_values(table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    quote = connection.ops.quote_name
    names, places = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({places})", rows)


def next_key(model: type[models.Model]) -> int:
    return (model._base_manager.aggregate(most=Max("pk"))["most"] or 0) + 1


def duplicate(table: str, where: str, pairs: Iterable[tuple[Any, Any]], left_out: str = "", **only: Any) -> None:
    """For each pair (old, new) the rows with the old value in the column `where` once more, with the new one there."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, table)
        kept = ", ".join(quote(column.name) for column in found if column.name not in (where, left_out))
        narrowed = "".join(f" AND {quote(name)} = {int(value)}" for name, value in only.items())
        cursor.executemany(
            f"INSERT INTO {quote(table)} ({quote(where)}, {kept}) "
            f"SELECT %s, {kept} FROM {quote(table)} WHERE {quote(where)} = %s{narrowed}",
            [(new, old) for old, new in pairs],
        )


def write_document(document: dict[str, Any]) -> dict[str, Any]:
    """The columns of an edition that are made of its document. Brotli at a lower level than a release's, for speed."""
    body, places = encode_in_places(document)
    return {
        "body": body,
        "body_gzip": gzip.compress(body, 6, mtime=0),
        "body_br": brotli.compress(body, quality=5),
        "etag": tag_of(body),
        "places": places,
    }


def replace_words(value: Any, words: Mapping[str, str]) -> Any:
    """JSON, text or bytes with each of these words replaced, wherever it stands."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    for old, new in words.items():
        text = text.replace(old, new)
    return text if isinstance(value, str) else json.loads(text)


def reset_sequences(*changed: type[models.Model]) -> None:
    """Keys were given, so the database has to count on from the highest."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), changed):
            cursor.execute(statement)
