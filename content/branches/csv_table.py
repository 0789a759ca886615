"""A branch's offerings as a CSV table: the same fields as the grid, for many at once."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from content.branches.models import BranchPage, Offering
from content.exports import guard, unguard
from content.guides.models import GuidePage
from content.snippets.models import Clinician

KEY, BRANCH = "guide", "branch"
FIELDS = ("available", "price_from", "currency", "price_valid_from", "practitioner", "booking_url", "note")
YES, NO = ("yes", "true", "1"), ("no", "false", "0", "")
MAX_BYTES = 1024 * 1024


class TableError(Exception):
    """The table can't be taken. `messages` say the line and what is wrong."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(" ".join(messages))
        self.messages = messages


Guides = dict[str, GuidePage]


def write_table(branches: list[BranchPage], guides: Guides, *, with_branch: bool = False) -> str:
    """Every guide in a line for each branch, also those that it does not offer; `with_branch`: it says which."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _columns(with_branch) + FIELDS, extrasaction="ignore")
    writer.writeheader()
    offerings = Offering.objects.filter(branch__in=[branch.pk for branch in branches]).select_related("practitioner")
    offered = {(offering.branch_id, offering.guide_id): offering for offering in offerings}
    people = _name_people()
    for branch in branches:
        for guide in guides.values():
            offering = offered.get((branch.pk, guide.pk)) or Offering()
            values = {name: _write(getattr(offering, name), people) for name in FIELDS}
            writer.writerow({BRANCH: guard(branch.slug), KEY: guard(guide.slug), **values})
    return out.getvalue()


def _columns(with_branch: bool) -> tuple[str, ...]:
    """Those that say which offering a line is about."""
    return (BRANCH, KEY) if with_branch else (KEY,)


def _write(value: Any, people: dict[int, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Model):
        return guard(people[value.pk])
    return guard("" if value is None else str(value))


def _name_people() -> dict[int, str]:
    """What the table calls each clinician: the name, and what else it takes where two have the same."""
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
    """A line of the table: the branch and the guide, and the text of each column that the table has."""

    number: int
    branch: BranchPage
    guide: GuidePage
    values: dict[str, Any]


def read_table(content: bytes, branches: list[BranchPage], guides: Guides, *, with_branch: bool = False) -> list[Line]:
    """The lines of a table about some branches, which each line names (`with_branch`), or about one; of some guides.

    A column that it lacks stays as it is. Raises TableError with every fault at once.
    """
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
    keys = _columns(with_branch)
    wrong = [name for name in columns if name not in keys + FIELDS]
    if not set(keys) <= set(columns) or wrong or len(set(columns)) < len(columns):
        message = _("The first line must name the columns: %(keys)s, and any of %(fields)s, each once.")
        raise TableError([message % {"keys": ", ".join(keys), "fields": ", ".join(FIELDS)}])
    faults: list[str] = []
    lines = list(_read_lines(rows, columns, branches, guides, faults))
    if faults:
        raise TableError(faults)
    return lines


def _read_lines(
    rows: list[Any], columns: list[str], branches: list[BranchPage], guides: Guides, faults: list[str]
) -> Iterator[Line]:
    seen, known = set(), {branch.slug: branch for branch in branches}
    people = {name: pk for pk, name in _name_people().items()}
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            faults.append(_("Line %(number)s: it has another number of columns.") % {"number": number})
            continue
        cells = zip(columns, row.values(), strict=True)
        values: dict[str, Any] = {name: unguard(text.strip(" ")).strip() for name, text in cells}
        slug, name = values.pop(KEY), values.pop(BRANCH, branches[0].slug)
        if name not in known:
            message = _("Line %(number)s: there is no branch “%(name)s” that you may edit.")
            faults.append(message % {"number": number, "name": name})
            continue
        if slug not in guides or (name, slug) in seen:
            message = _("Line %(number)s: there is no guide “%(slug)s”, or it stands here twice.")
            faults.append(message % {"number": number, "slug": slug})
            continue
        seen.add((name, slug))
        if "available" in values:
            word = values["available"].lower()
            if word not in YES + NO:
                faults.append(_("Line %(number)s: available is yes or no.") % {"number": number})
                continue
            values["available"] = word in YES
        if person := values.get("practitioner"):
            if person not in people:
                message = _("Line %(number)s: there is no clinician “%(name)s”.")
                faults.append(message % {"number": number, "name": person})
                continue
            values["practitioner"] = people[person]
        yield Line(number, known[name], guides[slug], values)
