"""Import clinics' documents into draft guides, with a report of what went where."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from content.desk.importing.drafting.imports import import_document
from content.desk.importing.drafting.report import Outcome, Report
from content.desk.importing.outline import DocumentError


class Command(BaseCommand):
    help = "Import .txt, .md, .html or .docx documents into draft guides. Never publishes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--locale", default="en", help="Language of the documents (en).")
        parser.add_argument("--accept", action="store_true", help="Overwrite a draft that was edited since.")
        parser.add_argument("--dry-run", action="store_true", help="Report what would be done; change nothing.")
        parser.add_argument("--json", action="store_true", help="Print the reports as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        reports, errors = [], []
        for number, name in enumerate(options["files"], 1):
            if sys.stderr.isatty() and len(options["files"]) > 1:
                self.stderr.write(f"[{number}/{len(options['files'])}] {name}")
            try:
                reports.append(self.import_file(name, options))
            except (DocumentError, OSError) as error:
                errors.append(f"{name}: {error.strerror if isinstance(error, OSError) else error}")
        if options["json"]:
            self.stdout.write(json.dumps([report.as_json() for report in reports], ensure_ascii=False, indent=1))
        else:
            for report in reports:
                self.stdout.write(describe(report))
        edited = [report.document for report in reports if report.outcome == Outcome.EDITED_SINCE]
        errors += [
            f"{name}: the draft was edited since. See the difference above; --accept takes it." for name in edited
        ]
        if errors:
            raise CommandError("\n".join(errors))

    def import_file(self, name: str, options: dict[str, Any]) -> Report:
        with Path(name).open("rb") as file:
            content = file.read(settings.IMPORT_MAX_BYTES + 1)  # one more than is taken says that it is too large
        arguments = {key: options[key] for key in ("locale", "accept", "dry_run")}
        return import_document(name=name, content=content, **arguments)


def describe(report: Report) -> str:
    """The report as text, a line a finding."""
    lines = [
        f"{report.document}: {report.outcome} “{report.title}”"
        + (f" (page {report.page_id})" if report.page_id else "")
    ]
    lines += [f"  heading   {words!r} -> {place}" for words, place in report.headings]
    lines += [f"  placed    {row['section']:<13} {row['block']:<14} {_shorten(row['words'])}" for row in report.placed]
    lines += [f"  fact      {row['fact']} = {row['value']}  from: {_shorten(row['words'])}" for row in report.facts]
    lines += [
        f"  conflict  {row['fact']} = {row['value']}  from: {_shorten(row['words'])}" for row in report.conflicting
    ]
    lines += [f"  therapy   {name} (new)" for name in report.new_therapies]
    lines += [f"  left out  {text}" for text in report.left_out]
    lines += [f"  encoding  assumed to be {report.encoding}"] if report.encoding else []
    lines += [f"  lost      {_shorten(text)} (kept in the note)" for text in report.lost]
    lines += [f"  unplaced  {_shorten(text)}" for text in report.unplaced]
    lines += [f"  missing   {text}" for text in report.missing]
    lines += [f"  {line}" for line in report.difference]
    return "\n".join(lines)


def _shorten(text: str, most: int = 90) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
