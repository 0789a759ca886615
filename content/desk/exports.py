"""Protects exported tables: no cell may run as a formula in a spreadsheet (OWASP, CSV injection)."""

import codecs
from collections.abc import Iterator
from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

#: Characters that begin a formula, also in their full-width forms.
_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guard(text: str) -> str:
    """A cell that spreadsheets read as text. `unguard` restores the original."""
    return f"'{text}" if _is_risky(text) else text


def unguard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _is_risky(cell[1:]) else cell


def _is_risky(text: str) -> bool:
    # Text with leading apostrophes is guarded too, so that `unguard` can tell which apostrophe is ours.
    return text.lstrip("'").startswith(_BEGINNINGS)


def guard_wagtails_exports() -> None:
    """Guard every .csv export of Wagtail's listings and reports. Its .xlsx exports mark text as text.

    A byte order mark is added too: without one Excel reads UTF-8 as another encoding.
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
