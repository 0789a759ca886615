"""Grids: offerings that are edited, saved and undone together, on a screen or in a table."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, product
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from content.desk.offerings.csv_table import FIELDS, Line
from content.desk.offerings.forms import OfferingForm, list_practitioners
from content.model.branches.models import BranchPage, Offering, OfferingBatch
from content.model.conflicts import SHOWN
from content.model.guides.models import GuidePage
from content.model.publishing import Refused, publishing

Pair = tuple[BranchPage, GuidePage]
#: The field of a row that every browser sends: see `name_pair`.
_NOTE = re.compile(r"branch-([0-9]{1,9})-guide-([0-9]{1,9})-note")


class Pairs:
    """The pairs of branches and guides, counted and shown a page at a time: a group has a million.

    `guides`: a query set. `kept`: tells by two keys whether a pair is among them; None: all are.
    """

    def __init__(
        self, branches: Iterable[BranchPage], guides: Any, kept: Callable[[tuple[int, int]], bool] | None = None
    ) -> None:
        self._branches = {branch.pk: branch for branch in branches}
        self._guides, self._kept = guides, kept
        self._keys = list(guides.values_list("pk", flat=True))

    def __len__(self) -> int:
        return sum(1 for _pair in self._iterate()) if self._kept else len(self._branches) * len(self._keys)

    def __getitem__(self, shown: slice) -> list[Pair]:
        keys = list(islice(self._iterate(), shown.start, shown.stop))
        guides = self._guides.in_bulk({guide for _branch, guide in keys})
        return [(self._branches[branch], guides[guide]) for branch, guide in keys if guide in guides]

    def _iterate(self) -> Iterator[tuple[int, int]]:
        pairs = product(self._branches, self._keys)
        return filter(self._kept, pairs) if self._kept else pairs


def name_pair(branch: BranchPage, guide: GuidePage) -> str:
    return f"branch-{branch.pk}-guide-{guide.pk}"


def read_forms(branches: Iterable[BranchPage], guides: Any, data: Any) -> list[OfferingForm]:
    """The rows that a browser has sent, for these branches and guides. Other rows stay unchanged."""
    # A browser sends nothing for an unticked box, but it always sends the note.
    sent = {(int(row[1]), int(row[2])) for name in data if (row := _NOTE.fullmatch(name))}
    known = guides.filter(pk__in={guide for _branch, guide in sent})
    pairs = [(branch, guide) for branch in branches for guide in known if (branch.pk, guide.pk) in sent]
    return build_forms(pairs, data)


def build_forms(pairs: Iterable[Pair], data: Any = None) -> list[OfferingForm]:
    """A row for each pair of branch and guide, even without an offering."""
    pairs = list(pairs)
    branches, guides = {branch.pk for branch, _guide in pairs}, {guide.pk for _branch, guide in pairs}
    if data is not None:
        lock_branches(branches)
    offerings = Offering.objects.filter(branch__in=branches, guide__in=guides)
    known = {(offering.branch_id, offering.guide_id): offering for offering in offerings}
    rows, practitioners = [], list_practitioners()
    for branch, guide in pairs:
        offering = known.get((branch.pk, guide.pk)) or Offering()
        offering.branch, offering.guide = branch, guide
        prefix = name_pair(branch, guide)
        rows.append(OfferingForm(data, prefix=prefix, instance=offering, practitioners=practitioners))
    return rows


def lock_branches(branches: Iterable[int]) -> None:
    """Lock the offerings of these branches, by the branches' rows, since new offerings have none yet."""
    if connection.in_atomic_block:
        rows = Page.objects.select_for_update(no_key=True).filter(pk__in=branches).order_by("pk")
        list(rows.values_list("pk"))


def fill_forms(lines: list[Line], sent: Any) -> list[OfferingForm]:
    """A row for each line of a table, with its values as if they had been typed. `sent`: what the screen sends back."""
    pairs, data = [(line.branch, line.guide) for line in lines], {}
    for form, line in zip(build_forms(pairs), lines, strict=True):
        for name in FIELDS:
            data[form.add_prefix(name)] = line.values.get(name, form.initial.get(name))
        data[form.confirmed_name] = sent.get(form.confirmed_name)
        # Values of columns that were removed from the table stay unchanged, and are not compared.
        data[form.add_prefix(SHOWN)] = json.dumps(
            {name: line.shown[name] for name in line.values if name in line.shown}
        )
    return build_forms(pairs, {name: value for name, value in data.items() if value not in (None, False)})


class Compared:
    """Finds what others have changed since a table was exported, and since its differences were shown on the screen.

    `sent`: the data that this screen has sent back.
    """

    def __init__(self, taken: list[OfferingForm], sent: Any) -> None:
        for form in taken:
            form.is_valid()
        #: Cells that both the table and somebody else have changed.
        self.conflicts = [form for form in taken if any(one.is_touched for one in form.conflicts)]
        self.is_held = bool(self.conflicts) and "replace" not in sent
        merged = [form.again() if form.conflicts else form for form in taken]
        self.latest = [form if form.is_untouched else form.again() for form in merged]
        self.rows = [form if form.is_untouched else form.again(sent.get(form.add_prefix(SHOWN), "")) for form in merged]
        for form in (*self.latest, *self.rows):
            form.is_valid()
        self.has_changed_since = any(form.conflicts for form in self.rows)


def save_forms(rows: list[OfferingForm], user: Any) -> int:
    """Save the changed rows in one release, with their old values; returns how many. The rows must be valid."""
    with publishing():
        changes = [write_form(form) for form in rows if form.has_changed()]
        if changes:
            OfferingBatch.objects.create(made_by=user, changes=changes)
    return len(changes)


def write_form(form: OfferingForm) -> dict[str, Any]:
    """Save a changed row; returns its offering's values before and after."""
    before = Offering.objects.filter(pk=form.instance.pk).first()
    offering = Offering.objects.get(pk=form.save().pk)  # read again, since the database stores 1 as 1.00
    keys = {"branch": offering.branch_id, "guide": offering.guide_id}
    return {**keys, "before": before and snapshot(before), "after": snapshot(offering)}


def snapshot(offering: Offering) -> dict[str, Any]:
    values = {name: getattr(offering, name) for name in FIELDS}
    return {
        name: value.pk if isinstance(value, Model) else value if isinstance(value, bool | None) else str(value)
        for name, value in values.items()
    }


def undo(batch: OfferingBatch, user: Any) -> None:
    """Restore every offering of a batch. Raises Refused, and changes nothing, if one was changed since."""
    with publishing(reason=_("Undo")):
        lock_branches({change["branch"] for change in batch.changes})
        waiting = OfferingBatch.objects.filter(pk=batch.pk, undone_at=None)
        if not waiting.update(undone_at=timezone.now(), undone_by=user):
            raise Refused([_("This has already been undone.")])
        changed = [refusal for change in batch.changes if (refusal := _undo(change))]
        if changed:
            raise Refused(changed)


def _undo(change: dict[str, Any]) -> str:
    """Undo one change. Returns a message if it can't be undone; else empty."""
    offering = find_as_left(change)
    if offering is None:
        what = _find_offering(change) or _("An offering")
        return _("%(what)s has changed since then, so nothing was undone.") % {"what": what}
    return restore(offering, change)


def _find_offering(change: dict[str, Any]) -> Offering | None:
    return Offering.objects.filter(branch=change["branch"], guide=change["guide"]).first()


def find_as_left(change: dict[str, Any]) -> Offering | None:
    """The offering, if it still has the values that the change has given it."""
    offering = _find_offering(change)
    # A batch of an earlier version lacks the columns that were added since.
    now = snapshot(offering) if offering else {}
    return offering if all(now.get(name, value) == value for name, value in change["after"].items()) else None


def restore(offering: Offering, change: dict[str, Any]) -> str:
    """Give an offering its values from before. Returns a message if that is refused; else empty."""
    if change["before"] is None:
        offering.delete()
        return ""
    for name, value in change["before"].items():
        field: Any = Offering._meta.get_field(name)
        setattr(offering, field.attname, field.to_python(value))
    try:
        offering.full_clean()
    except ValidationError as error:
        return f"{offering}: {' '.join(error.messages)}"
    offering.save()
    return ""
