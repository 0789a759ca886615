"""Offerings as a CSV table, with the same fields as the grid."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from content.desk.exports import guard, unguard
from content.model.branches.models import BranchPage, Offering
from content.model.branches.pricing import PRICE_FIELDS
from content.model.conflicts import LENGTH, digest, read_value
from content.model.days import find_days
from content.model.guides.models import GuidePage
from content.model.snippets.models import Clinician

KEY, BRANCH = "guide", "branch"
FIELDS = ("available", *PRICE_FIELDS, "practitioner", "booking_url", "note")
#: The column with digests of the exported values, which reveal later changes by others.
VERSION = "version"
YES, NO = ("yes", "true", "1"), ("no", "false", "0", "")
MAX_BYTES = 1024 * 1024
#: Excel separates by semicolons in languages with a decimal comma, and by tabs in “Unicode text”.
SEPARATORS = (",", ";", "\t")


class TableError(Exception):
    """The table can't be read. Each of `messages` names a line and what is wrong with it."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(" ".join(messages))
        self.messages = messages


Guides = Iterable[GuidePage]


def write_table(branches: list[BranchPage], guides: Guides, *, with_branch: bool = False) -> str:
    """A line for each guide and branch, even without an offering. `with_branch` adds a column with the branch."""
    out = io.StringIO()
    writer = csv.DictWriter(out, (*_keys(with_branch), *FIELDS, VERSION))
    writer.writeheader()
    offerings = Offering.objects.filter(branch__in=[branch.pk for branch in branches]).select_related("practitioner")
    offered = {(offering.branch_id, offering.guide_id): offering for offering in offerings}
    people = _name_people()
    nothing = _write_values(Offering(), people)
    slugs = [(guide.pk, guard(guide.slug)) for guide in guides]
    for branch in branches:
        keys = {BRANCH: guard(branch.slug)} if with_branch else {}
        for guide, slug in slugs:
            offering = offered.get((branch.pk, guide))
            writer.writerow(keys | {KEY: slug} | (_write_values(offering, people) if offering else nothing))
    return out.getvalue()


def _write_values(offering: Offering, people: dict[int, str]) -> dict[str, str]:
    values = {name: _write(getattr(offering, name), people) for name in FIELDS}
    return values | {VERSION: _write_version(offering)}


def encode_table(table: str) -> bytes:
    """UTF-8 with a byte order mark: without one Excel reads it as Windows-1252."""
    return table.encode("utf-8-sig")


def _keys(with_branch: bool) -> tuple[str, ...]:
    """The columns that identify a line's offering."""
    return (BRANCH, KEY) if with_branch else (KEY,)


def _write(value: Any, people: dict[int, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Model):
        return guard(people[value.pk])
    return guard("" if value is None else str(value))


def _write_version(offering: Offering) -> str:
    return "".join(digest(read_value(offering, name)) for name in FIELDS)


def _read_version(text: str) -> dict[str, str]:
    """Field -> digest; empty if the line has none."""
    if not re.fullmatch(f"[a-p]{{{LENGTH * len(FIELDS)}}}", text):
        return {}
    return {name: text[place * LENGTH :][:LENGTH] for place, name in enumerate(FIELDS)}


def _name_people() -> dict[int, str]:
    """Clinician's key -> label in the table: the name, with more details if two have the same name."""
    everybody = list(Clinician.objects.all())
    names = Counter(clinician.name for clinician in everybody)
    return {
        clinician.pk: clinician.name
        if names[clinician.name] == 1
        else f"{clinician.name} ({clinician.registration_body} {clinician.registration_number}, {clinician.pk})"
        for clinician in everybody
    }


@dataclass(frozen=True)
class Line:
    """A line of the table: branch, guide, and the text of each column in the table."""

    number: int
    branch: BranchPage
    guide: GuidePage
    values: dict[str, Any]
    #: Field -> digest of its value when the table was exported. Empty if the table has no digests.
    shown: dict[str, str] = field(default_factory=dict)


def decode_table(content: bytes) -> tuple[str, str]:
    """The text of a file, and its encoding if that was guessed. Raises TableError."""
    if len(content) > MAX_BYTES:
        raise TableError([_("The table is larger than 1 MB. Split it into smaller tables.")])
    for encoding, assumed in _find_encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff"), assumed
    raise TableError([_("This is not a CSV table. Save it as CSV in your spreadsheet and upload that.")])


def _find_encodings(content: bytes) -> list[tuple[str, str]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return [("utf-16", "")]
    if b"\0" in content[:4]:  # UTF-16: the first line is in Latin letters, so every other byte is zero
        return [("utf-16-be" if content.startswith(b"\0") else "utf-16-le", "UTF-16")]
    return [("utf-8", ""), ("cp1252", "Windows-1252")]


def read_table(content: bytes, branches: list[BranchPage], guides: Guides, *, with_branch: bool = False) -> list[Line]:
    """The lines of a table about these branches and guides. `with_branch`: each line names its branch.

    Columns that the table lacks are not changed. Raises TableError with all faults at once.
    """
    rows = _read_rows(decode_table(content)[0])
    _number, head = next(rows, (1, []))
    columns = [name.strip().lower() for name in head]
    while columns and not columns[-1]:
        columns.pop()  # spreadsheets write empty columns up to the longest row
    keys, known = _keys(with_branch), (*FIELDS, VERSION)
    wrong = [name for name in columns if name not in keys + known]
    if not set(keys) <= set(columns) or wrong or len(set(columns)) < len(columns):
        message = _("The first line must name the columns: %(keys)s, and any of %(fields)s, each once.")
        faults = [_("There is no column “%(name)s”.") % {"name": name} for name in wrong]
        raise TableError([message % {"keys": ", ".join(keys), "fields": ", ".join(FIELDS)}, *faults])
    faults = []
    lines = list(_read_lines(rows, columns, branches, guides, faults))
    if faults:
        raise TableError(faults)
    return lines


def _read_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """(number of its first line in the file, row) of each row that is not empty. Raises TableError."""
    lines = list(io.StringIO(text, newline=""))  # keeps CR, LF or both
    told = re.fullmatch(r"\"?sep=(.)\"?\s*", lines[0], re.IGNORECASE) if lines else None
    separator = told[1] if told else _find_separator(lines)
    reader = csv.reader(lines[1:] if told else lines, delimiter=separator, strict=True)
    before = 1 if told else 0
    while True:
        number = before + reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            message = _("The table cannot be read from line %(number)s: %(error)s.")
            raise TableError([message % {"number": number, "error": error}]) from error
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield number, row


def _find_separator(lines: list[str]) -> str:
    """The separator by which the first row has a column for guides."""
    first = next((line for line in lines if line.strip(' \t\r\n;,"')), "")
    for separator in SEPARATORS:
        names = [name.strip().strip('"').strip().lower() for name in first.split(separator)]
        if KEY in names:
            return separator
    return ","


def _read_lines(
    rows: Iterator[tuple[int, list[str]]],
    columns: list[str],
    branches: list[BranchPage],
    guides: Guides,
    faults: list[str],
) -> Iterator[Line]:
    seen, known = set(), {branch.slug: branch for branch in branches}
    by_slug = {guide.slug: guide for guide in guides}
    people = {name: pk for pk, name in _name_people().items()}
    for number, row in rows:
        if len(row) < len(columns) or any(cell.strip() for cell in row[len(columns) :]):
            faults.append(
                _("Line %(number)s: the number of columns is different from the first line.") % {"number": number}
            )
            continue
        cells = dict(zip(columns, row, strict=False))
        shown = _read_version(cells.pop(VERSION, "").strip())
        values: dict[str, Any] = {name: _read_cell(name, text, shown.get(name)) for name, text in cells.items()}
        slug, name = values.pop(KEY), values.pop(BRANCH, branches[0].slug)
        if name not in known:
            message = _("Line %(number)s: there is no branch “%(name)s” that you may edit.")
            faults.append(message % {"number": number, "name": name})
            continue
        if slug not in by_slug or (name, slug) in seen:
            message = _("Line %(number)s: there is no guide “%(slug)s”, or it is listed twice.")
            faults.append(message % {"number": number, "slug": slug})
            continue
        seen.add((name, slug))
        if "available" in values:
            word = values["available"].lower()
            if word not in YES + NO:
                faults.append(_("Line %(number)s: “available” must be yes or no.") % {"number": number})
                continue
            values["available"] = word in YES
        if person := values.get("practitioner"):
            if person not in people:
                message = _("Line %(number)s: there is no clinician “%(name)s”.")
                faults.append(message % {"number": number, "name": person})
                continue
            values["practitioner"] = people[person]
        yield Line(number, known[name], by_slug[slug], values, shown)


def _read_cell(name: str, text: str, shown: str | None) -> str:
    """The text of a cell, without the apostrophe that `guard` or a spreadsheet has added before a formula.

    A day that a spreadsheet has rewritten may be ambiguous: the exported day counts if it is one of the two.
    """
    plain, bare = unguard(text), text.strip()
    days = [str(day) for day in find_days(bare)] if name.endswith("valid_from") else []
    known = (found for found in (plain, plain.strip(), bare, f"'{bare}", *days) if digest(found) == shown)
    return next(known, plain.strip())
