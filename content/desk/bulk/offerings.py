"""Jobs that change offerings. Each row is the grid's own form, filled in, so that all its checks hold here too."""

import json
from abc import ABC, abstractmethod
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from content.desk.bulk.forms import OfferingChoice
from content.desk.bulk.offering_forms import PractitionerChoice, PriceChoice
from content.desk.bulk.rows import MOST_OFFERINGS, Difference, Row, TooMuch, Written
from content.desk.offerings.csv_table import Line
from content.desk.offerings.forms import OfferingForm
from content.desk.offerings.grids import fill_forms, find_as_left, name_pair, restore, write_form
from content.model.audit import BULK
from content.model.branches.models import Offering
from content.model.branches.policy import offering_branches
from content.model.remembering import remembering


class OfferingJob(ABC):
    note = gettext_lazy(
        "Offerings need no sign-off: what you apply is public at once, or on the day from which a price is valid."
    )
    form: type[OfferingChoice]

    def may(self, user: Any) -> bool:
        return bool(offering_branches(user).exists())

    @abstractmethod
    def find_values(self, offering: Offering, choice: Any) -> dict[str, Any]:
        """Field -> its new value, as if it had been typed. Empty if the offering stays as it is."""

    def _find_lines(self, choice: Any, sent: Any = None) -> list[Line]:
        """A line for each offering that changes. `sent`: only those that are ticked, with what the form has shown."""
        ticked = None if sent is None else set(sent.getlist("row"))
        lines = []
        for offering in choice.find_offerings():
            guide = choice.guides[offering.guide_id]
            key = name_pair(offering.branch, guide)
            if (ticked is None or key in ticked) and (values := self.find_values(offering, choice)):
                shown = {} if sent is None else _read_shown(sent.get(f"{key}-shown"))
                lines.append(Line(0, offering.branch, guide, values, shown))
        return lines

    def plan(self, choice: Any, user: Any) -> list[Row]:
        with remembering():
            lines = self._find_lines(choice)
            if len(lines) > MOST_OFFERINGS:  # before a form is built for each
                raise TooMuch(MOST_OFFERINGS)
            forms = fill_forms(lines, {})
            return [_build_row(form) for form in forms if not form.is_valid() or form.has_changed()]

    def prepare(self, choice: Any, user: Any, sent: Any) -> tuple[list[OfferingForm], list[str]]:
        """The ticked rows, locked and ready to write; and a sentence for each that can't be saved as it was shown."""
        forms = fill_forms(self._find_lines(choice, sent), sent)
        faults = [f"{form.instance}: {_say_errors(form)}" for form in forms if not form.is_valid()]
        gone = set(sent.getlist("row")) - {str(form.prefix) for form in forms}
        if gone:
            faults.append(_("Some rows have changed since they were shown here."))
        return [form for form in forms if form.is_valid() and form.has_changed()], faults

    def write(self, ready: list[OfferingForm], operation: Any, user: Any) -> list[Written]:
        return [_write(form, operation, user) for form in ready]


class PriceJob(OfferingJob):
    key, icon = "price", "tag"
    title = gettext_lazy("Prices")
    help = gettext_lazy("Raise, lower or set the prices of many offerings, now or from a later day.")
    form = PriceChoice

    def find_values(self, offering: Offering, choice: PriceChoice) -> dict[str, Any]:
        amount = choice.compute(offering.price_from)
        if amount == offering.price_from:
            return {}
        values = {"price_from": f"{amount:.2f}", "price_valid_from": choice.cleaned_data["valid_from"].isoformat()}
        return values if offering.currency else values | {"currency": choice.cleaned_data["currency"]}


class PractitionerJob(OfferingJob):
    key, icon = "practitioner", "user"
    title = gettext_lazy("Practitioners")
    help = gettext_lazy("Say who does a treatment, at many branches at once.")
    form = PractitionerChoice

    def find_values(self, offering: Offering, choice: PractitionerChoice) -> dict[str, Any]:
        after = choice.cleaned_data["after"]
        key = after.pk if after else None
        return {} if offering.practitioner_id == key else {"practitioner": key}


def _read_shown(text: str | None) -> dict[str, str]:
    try:
        shown = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return shown if isinstance(shown, dict) else {}


def _say_errors(form: OfferingForm) -> str:
    return " ".join(str(sentence) for sentences in form.errors.values() for sentence in sentences)


def _differences(form: OfferingForm) -> list[Difference]:
    return [Difference(str(label), old, new) for label, old, new in form.differences]


def _build_row(form: OfferingForm) -> Row:
    offering = form.stored
    query = urlencode({"branch": offering.branch_id, "guide": offering.guide_id})
    return Row(
        key=str(form.prefix),
        name=f"{offering.branch.title}: {offering.guide.title}",
        address=f"{reverse('every_offering')}?{query}",
        differences=_differences(form),
        notes=_list_notes(form),
        problem="" if form.is_valid() or form.only_asks else _say_errors(form),
        asked=_say_errors(form) if form.only_asks else "",
        confirms=form.asked if form.only_asks else "",
        shown=form.shown_now,
    )


def _list_notes(form: OfferingForm) -> list[str]:
    before, after = form.stored, form.instance
    is_now = (before.price_from, before.practitioner_id) != (after.price_from, after.practitioner_id)
    return [
        *filter(None, [before.describe_plan()]),
        *([_("Goes public at once.")] if is_now and after.available else []),
    ]


def _write(form: OfferingForm, operation: Any, user: Any) -> Written:
    shown = _differences(form)
    change = write_form(form)
    changed = {name for name, value in change["after"].items() if value != change["before"][name]}
    if changed & {"price_from", "next_price"}:
        changed.add("currency")  # an amount that comes back is one of this currency
    for moment in ("before", "after"):
        change[moment] = {name: change[moment][name] for name in changed}
    log(form.instance, BULK, user=user, data={"operation": str(operation)}, content_changed=True)
    name = f"{form.instance.branch.title}: {form.instance.guide.title}"
    return Written("offering", name, shown, change)


def undo_offering(change: dict[str, Any], title: str, user: Any) -> tuple[bool, list[str]]:
    """Restore an offering, if it is still as the operation left it. Else returns why it is left alone."""
    offering = find_as_left(change)
    if offering is None:
        return False, [_("%(name)s has changed since.") % {"name": change["name"]}]
    if fault := restore(offering, change):
        return False, [fault]
    log(offering, BULK, user=user, data={"operation": title}, content_changed=True)
    return True, []
