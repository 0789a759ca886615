"""The form of branches. Publishing and submitting run the checks that settling would also refuse."""

from datetime import time
from typing import Any

from django.utils.translation import gettext as _

from content.model.forms import PageEditForm
from content.model.guides.slugs import find_taken
from content.model.vocabulary import Day


class BranchForm(PageEditForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self._check_hours()
        # Wagtail defers required fields only when it saves a draft. Otherwise this form publishes or submits.
        if not self.is_deferred_validation and (message := find_taken(self.instance, cleaned.get("slug", ""))):
            self.add_error("slug", message)
        return cleaned

    def _check_hours(self) -> None:
        """A day may have several rows, as a branch may close for lunch, but they must not overlap."""
        formset = self.formsets.get("opening_hours")
        if formset is None or not formset.is_valid():
            return
        until: dict[str, Any] = {}
        rows = [form for form in formset.forms if form.cleaned_data.get("day") and not form.cleaned_data.get("DELETE")]
        for form in sorted(rows, key=lambda form: (form.cleaned_data["opens"], form.cleaned_data["closes"])):
            day, opens, closes = (form.cleaned_data[name] for name in ("day", "opens", "closes"))
            before = until.get(day)
            if before and opens < before[1]:
                message = _("%(day)s has overlapping hours: it is already open from %(opens)s to %(closes)s.")
                form.add_error(
                    "opens", message % {"day": Day(day).label, "opens": _say(before[0]), "closes": _say(before[1])}
                )
            until[day] = max(before or (opens, closes), (opens, closes), key=lambda hours: hours[1])


def _say(moment: time) -> str:
    return f"{moment:%H:%M}"
