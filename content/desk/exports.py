"""Exported tables. No cell is a formula to the program that opens it (OWASP, CSV injection)."""

import codecs
from collections.abc import Iterator
from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

#: What a cell must not begin with, also as Chinese and Japanese keyboards write it.
_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guard(text: str) -> str:
    """A cell that programs read as text. `unguard` gives back exactly what it was."""
    return f"'{text}" if _is_risky(text) else text


def unguard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _is_risky(cell[1:]) else cell


def _is_risky(text: str) -> bool:
    # Also what begins with apostrophes already: otherwise `unguard` could not tell which of them was ours.
    return text.lstrip("'").startswith(_BEGINNINGS)


def guard_wagtails_exports() -> None:
    """The same in every table that Wagtail's listings and reports export. Its .xlsx files mark text as text.

    Its .csv files say that they are UTF-8, without which Excel shows other letters.
    """
    preprocess = SpreadsheetExportMixin.preprocess_field_value
    if getattr(preprocess, "guards", False):
        return

    def preprocess_and_guard(self: Any, field: str, value: Any, export_format: str) -> Any:
        cell = preprocess(self, field, value, export_format)
        return guard(cell) if export_format == self.FORMAT_CSV and isinstance(cell, str) else cell

    preprocess_and_guard.guards = True  # type: ignore[attr-defined]
    SpreadsheetExportMixin.preprocess_field_value = preprocess_and_guard
    stream = SpreadsheetExportMixin.stream_csv

    def stream_with_mark(self: Any, queryset: Any) -> Iterator[bytes]:
        yield codecs.BOM_UTF8
        yield from stream(self, queryset)

    SpreadsheetExportMixin.stream_csv = stream_with_mark
