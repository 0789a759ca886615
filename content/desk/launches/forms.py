"""The form of a launch. Each item needs the permission of its own screen."""

import uuid
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from content.model.conflicts import digest
from content.model.forms import ModelEditForm

#: Form fields about an item's place in its list.
_OF_LIST = {"ORDER", "DELETE"}
CONFIRMED = "prices_confirmed"


class LaunchForm(ModelEditForm):
    #: What the user must tick before unusual prices are saved. Its value says which prices they are.
    prices_confirmed = forms.BooleanField(label=gettext_lazy("Yes, the new prices are right"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: Whether the form has unusual prices.
        self.asks = False
        if not self.instance.pk:
            hidden = forms.HiddenInput(attrs={"autocomplete": "off"})
            self.fields["form_key"] = forms.UUIDField(required=False, widget=hidden, initial=uuid.uuid4)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        # A launch with a time is published by itself, so saving it needs the permissions for all its items.
        is_planned = bool(cleaned.get("planned_at"))
        for formset in self.formsets.values():
            for form in formset.forms:
                is_asked = set(form.changed_data) - _OF_LIST or (is_planned and form.instance.pk)
                if is_asked and form.is_valid() and not formset._should_delete_form(form):
                    self.ask(form)
        self._ask_about_prices()
        return cleaned

    def _ask_about_prices(self) -> None:
        """Refuses unusual prices until the user has confirmed these very amounts, as the grid of offerings does."""
        if not (jumps := list(self._find_jumps())):
            return
        key, box = digest(" ".join(jumps)), self.fields[CONFIRMED].widget
        is_confirmed = self.data.get(self.add_prefix(CONFIRMED)) == key
        self.asks, box.attrs["value"], box.check_test = True, key, lambda _sent: is_confirmed
        if not is_confirmed:
            self.add_error(CONFIRMED, [forms.ValidationError(jump) for jump in jumps])

    def _find_jumps(self) -> Iterator[str]:
        """A sentence for each unusual price that is new, or that was saved over another price than is there now."""
        formset = self.formsets["offerings"]
        for form in formset.forms:
            item = form.instance
            if not form.is_valid() or formset._should_delete_form(form) or not (item.branch_id and item.guide_id):
                continue
            if set(form.changed_data) - _OF_LIST or item.find_changes():
                for jump in item.build().find_jumps(item.find_offering()):
                    yield f"{item.guide} – {item.branch}: {jump}"

    def ask(self, form: Any) -> None:
        """Check the permission for an item as it is and as it was: users may only remove what they could add."""
        stored = type(form.instance)._default_manager.filter(pk=form.instance.pk).first() if form.instance.pk else None
        for item in (form.instance, stored):
            if item and (sentence := item.find_forbidden(self.for_user)):
                form.add_error(None, sentence)
                return

    def save(self, commit: bool = True) -> Any:
        """The launch that the form has made already, if it was sent twice."""
        self.instance.made_by, self.instance.is_of_user = self.for_user, True
        key = self.cleaned_data.get("form_key")
        if not key:
            return super().save(commit)
        self.instance.form_key = key
        try:
            with transaction.atomic():
                return super().save(commit)
        except IntegrityError:
            if made := type(self.instance)._default_manager.filter(form_key=key, made_by=self.for_user).first():
                return made
            raise
