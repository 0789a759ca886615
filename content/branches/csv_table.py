"""A branch's offerings as a CSV table: the same fields as the grid, for many at once."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from content.branches.models import BranchPage, Offering
from content.guides.models import GuidePage, find_sources
from content.snippets.models import Clinician

KEY = "guide"
FIELDS = ("available", "price_from", "currency", "price_valid_from", "practitioner", "booking_url", "note")
YES, NO = ("yes", "true", "1"), ("no", "false", "0", "")
MAX_BYTES = 1024 * 1024


class TableError(Exception):
    """The table can't be taken. `messages` say the line and what is wrong."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(" ".join(messages))
        self.messages = messages


def write_table(branch: BranchPage) -> str:
    """Every guide in a line, also those that the branch does not offer."""
    out = io.StringIO()
    writer = csv.DictWriter(out, (KEY, *FIELDS))
    writer.writeheader()
    offered = {offering.guide_id: offering for offering in branch.offerings.select_related("practitioner")}
    for guide in find_guides().values():
        offering = offered.get(guide.pk) or Offering()
        writer.writerow({KEY: guide.slug, **{name: _write(getattr(offering, name)) for name in FIELDS}})
    return out.getvalue()


def find_guides() -> dict[str, GuidePage]:
    """Slug -> page of the source language, which an offering belongs to."""
    return {page.slug: page for page in sorted(find_sources().values(), key=lambda page: page.title)}


def _write(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Model):
        return str(value.name)  # type: ignore[attr-defined]
    return guard("" if value is None else str(value))


def guard(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    # A spreadsheet runs what begins so as a formula (OWASP, CSV injection).
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


@dataclass(frozen=True)
class Line:
    """A line of the table: the guide, and the text of each column that the table has."""

    number: int
    guide: GuidePage
    values: dict[str, Any]


def read_table(content: bytes) -> list[Line]:
    """The lines of a table. A column that it lacks stays as it is. Raises TableError with every fault at once."""
    if len(content) > MAX_BYTES:
        raise TableError([_("The table is larger than 1 MB.")])
    try:
        text = content.decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text), strict=True)
        columns = [(name or "").strip() for name in reader.fieldnames or []]
        rows = list(reader)
    except UnicodeDecodeError as error:
        raise TableError([_("The table is not in UTF-8: save it as “CSV UTF-8”.")]) from error
    except csv.Error as error:
        raise TableError([_("The table can't be read: %(error)s.") % {"error": error}]) from error
    wrong = [name for name in columns if name not in (KEY, *FIELDS)]
    if KEY not in columns or wrong or len(set(columns)) < len(columns):
        message = _("The first line must name the columns: guide, and any of %(fields)s, each once.")
        raise TableError([message % {"fields": ", ".join(FIELDS)}])
    faults: list[str] = []
    lines = list(_read_lines(rows, columns, faults))
    if faults:
        raise TableError(faults)
    return lines


def _read_lines(rows: list[Any], columns: list[str], faults: list[str]) -> Iterator[Line]:
    guides, seen = find_guides(), set()
    people = {clinician.name: clinician.pk for clinician in Clinician.objects.all()}
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            faults.append(_("Line %(number)s: it has another number of columns.") % {"number": number})
            continue
        values = {name: text.strip().removeprefix("'") for name, text in zip(columns, row.values(), strict=True)}
        slug = values.pop(KEY)
        if slug not in guides or slug in seen:
            message = _("Line %(number)s: there is no guide “%(slug)s”, or it stands here twice.")
            faults.append(message % {"number": number, "slug": slug})
            continue
        seen.add(slug)
        if "available" in values:
            word = values["available"].lower()
            if word not in YES + NO:
                faults.append(_("Line %(number)s: available is yes or no.") % {"number": number})
                continue
            values["available"] = word in YES
        if name := values.get("practitioner"):
            if name not in people:
                message = _("Line %(number)s: there is no clinician “%(name)s”.")
                faults.append(message % {"number": number, "name": name})
                continue
            values["practitioner"] = people[name]
        yield Line(number, guides[slug], values)
