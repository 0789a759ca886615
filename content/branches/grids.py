"""Offerings edited many at a time, in a grid or as a table: rows of forms, saved together, kept so as to be undone."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminDateInput

from content.branches.csv_table import FIELDS, Line
from content.branches.models import BranchPage, Offering, OfferingBatch
from content.guides.models import GuidePage
from content.publishing import Refused, publishing

Pair = tuple[BranchPage, GuidePage]


class OfferingForm(forms.ModelForm):
    class Meta:
        model = Offering
        fields = FIELDS
        widgets = {
            "price_valid_from": AdminDateInput,
            "price_from": forms.NumberInput(attrs={"min": 0, "step": "0.01"}),
            "note": forms.TextInput(attrs={"maxlength": 140}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # The column's heading is the visible label; this names the cell for those who can't see the column.
            field.widget.attrs["aria-label"] = f"{self.instance.guide.title}: {field.label or name}"

    @property
    def differences(self) -> list[tuple[Any, Any, Any]]:
        """Label, old and new value of each cell that was changed; of a form that is valid."""
        return [(self[name].label, self.initial.get(name), self.cleaned_data[name]) for name in self.changed_data]


def find_pairs(branches: Iterable[BranchPage], guides: Iterable[GuidePage]) -> list[Pair]:
    """Each branch with each guide."""
    guides = list(guides)
    return [(branch, guide) for branch in branches for guide in guides]


def _prefix(branch: BranchPage, guide: GuidePage) -> str:
    return f"branch-{branch.pk}-guide-{guide.pk}"


def read_forms(branches: Iterable[BranchPage], guides: Iterable[GuidePage], data: Any) -> list[OfferingForm]:
    """The rows that a browser has sent, of some branches and guides. One that it was not shown stays as it is."""
    # Of an unticked box nothing is sent; of the note, always something.
    pairs = [pair for pair in find_pairs(branches, guides) if f"{_prefix(*pair)}-note" in data]
    return build_forms(pairs, data)


def build_forms(pairs: Iterable[Pair], data: Any = None) -> list[OfferingForm]:
    """A row for each branch and guide, also where nothing is offered yet."""
    pairs = list(pairs)
    branches = {branch.pk for branch, _guide in pairs}
    known = {
        (offering.branch_id, offering.guide_id): offering for offering in Offering.objects.filter(branch__in=branches)
    }
    rows = []
    for branch, guide in pairs:
        offering = known.get((branch.pk, guide.pk)) or Offering()
        offering.branch, offering.guide = branch, guide
        rows.append(OfferingForm(data, prefix=_prefix(branch, guide), instance=offering))
    return rows


def fill_forms(lines: list[Line]) -> list[OfferingForm]:
    """A row for each line of a table, as if its values had been typed into it."""
    pairs, data = [(line.branch, line.guide) for line in lines], {}
    for form, line in zip(build_forms(pairs), lines, strict=True):
        for name in FIELDS:
            data[form.add_prefix(name)] = line.values.get(name, form.initial.get(name))
    return build_forms(pairs, {name: value for name, value in data.items() if value not in (None, False)})


def save_forms(rows: list[OfferingForm], user: Any) -> int:
    """Save what was changed, in one release, and keep what it was; returns how many. The rows must be valid."""
    changes = []
    with publishing():
        for form in rows:
            if form.has_changed():
                before = Offering.objects.filter(pk=form.instance.pk).first()
                offering = Offering.objects.get(pk=form.save().pk)  # as stored: 1 is 1.00 there
                keys = {"branch": offering.branch_id, "guide": offering.guide_id}
                changes.append({**keys, "before": before and _snapshot(before), "after": _snapshot(offering)})
        if changes:
            OfferingBatch.objects.create(made_by=user, changes=changes)
    return len(changes)


def _snapshot(offering: Offering) -> dict[str, Any]:
    values = {name: getattr(offering, name) for name in FIELDS}
    return {
        name: value.pk if isinstance(value, Model) else value if isinstance(value, bool | None) else str(value)
        for name, value in values.items()
    }


def undo(batch: OfferingBatch, user: Any) -> None:
    """Make every offering of a batch what it was before.

    Raises Refused, and does nothing, where one was changed since.
    """
    with publishing(reason=_("Undo")):
        waiting = OfferingBatch.objects.filter(pk=batch.pk, undone_at=None)
        if not waiting.update(undone_at=timezone.now(), undone_by=user):
            raise Refused([_("That was undone already.")])
        changed = [refusal for change in batch.changes if (refusal := _undo(change))]
        if changed:
            raise Refused(changed)


def _undo(change: dict[str, Any]) -> str:
    """Why one can't be undone; empty where it was."""
    offering = Offering.objects.filter(branch=change["branch"], guide=change["guide"]).first()
    if offering is None or _snapshot(offering) != change["after"]:
        return _("%(what)s has been changed since: nothing was undone.") % {"what": offering or _("An offering")}
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
