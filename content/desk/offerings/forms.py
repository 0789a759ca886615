"""A row of a grid: the form of one offering. It schedules a price of a later day, and asks about an unusual one."""

import copy
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from content.desk.offerings.csv_table import FIELDS
from content.model.branches.models import Offering
from content.model.branches.prices import AmountField, show_amount
from content.model.branches.pricing import PRICE_FIELDS
from content.model.conflicts import SHOWN, ComparingForm, digest, read_value, show_value
from content.model.days import DateField

Choices = list[tuple[Any, str]]
#: What a price is typed as.
PRICE = ("price_from", "currency", "price_valid_from")


class LinkField(forms.URLField):
    """An address, which gets https:// where that was left out. Browsers would refuse it in a field for addresses."""

    widget = forms.TextInput
    #: Neither browsers nor the element on websites follow others.
    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": "url"}


class OfferingForm(ComparingForm, forms.ModelForm):
    must_say_shown = False  # a row without an offering has shown nothing

    class Meta:
        model = Offering
        fields = FIELDS
        labels = {
            "available": gettext_lazy("Available"),
            "price_from": gettext_lazy("Price from"),
            "currency": gettext_lazy("Currency"),
            "practitioner": gettext_lazy("Practitioner"),
            "note": gettext_lazy("Note"),
        }
        field_classes = {
            "price_from": AmountField,
            "price_valid_from": DateField,
            "next_price": AmountField,
            "next_valid_from": DateField,
            "booking_url": LinkField,
        }
        widgets = {
            "price_valid_from": AdminDateInput,
            "next_valid_from": AdminDateInput,
            "price_from": forms.NumberInput(attrs={"min": 0, "step": "0.01"}),
            "next_price": forms.NumberInput(attrs={"min": 0, "step": "0.01"}),
            "note": forms.TextInput(attrs={"maxlength": 140}),
        }

    def __init__(self, *args: Any, practitioners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.practitioners = practitioners
        practitioner: Any = self.fields["practitioner"]
        practitioner.choices = practitioners
        #: The stored offering. The form's instance gets the typed values.
        self.stored = copy.copy(self.instance)
        #: Whether the user changed nothing in this row. Then it keeps the values that are stored now.
        self.is_untouched = False
        #: What the user must tick before an unusual price is saved; empty if there is nothing to ask.
        self.asked = ""
        for name, field in self.fields.items():
            # The visible label is the column's heading. This label is for screen readers.
            field.widget.attrs["aria-label"] = f"{self.instance.guide.title}: {field.label or name}"

    def find_stored(self) -> Offering:
        return self.stored

    def show_conflicts(self, shown: dict[str, str], stored: Any) -> None:
        self.is_untouched = not self.is_touched(shown)
        if self.is_untouched:
            self.conflicts = []
        else:
            super().show_conflicts(shown, stored)

    def has_changed(self) -> bool:
        return not self.is_untouched and bool(self.differences)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("price_from", "next_price"):
            written = getattr(self.fields[name], "written_currency", None)
            if written and cleaned.get("currency") and cleaned["currency"] != written:
                message = _("The price is written in %(written)s, and the currency is %(currency)s.")
                self.add_error("currency", message % {"written": written, "currency": cleaned["currency"]})
        self._schedule(cleaned)
        self._ask_about_price(cleaned)
        return cleaned

    def _schedule(self, cleaned: dict[str, Any]) -> None:
        """A price whose day is still to come becomes the next price, and the price stays as it is."""
        today = self.stored.find_day()
        day = cleaned.get("next_valid_from")
        if day and day <= today and self._is_typed("next_valid_from"):
            message = _("This day has begun at %(branch)s (%(zone)s): enter its price as the price of today.")
            branch = self.stored.branch
            self.add_error("next_valid_from", message % {"branch": branch, "zone": branch.time_zone})
        price = [cleaned.get(name) for name in PRICE]
        if None in price or not any(map(self._is_typed, PRICE)):
            return
        planned = copy.copy(self.stored)
        planned.next_price, planned.next_valid_from = cleaned.get("next_price"), cleaned.get("next_valid_from")
        try:
            planned.set_price(*price, today=today)
        except ValidationError as error:
            self.add_error(None, error)
        else:
            cleaned.update({name: getattr(planned, name) for name in PRICE_FIELDS if name in cleaned})

    def _is_typed(self, name: str) -> bool:
        """Whether the user has changed a cell, and not somebody else since it was shown."""
        value = self.cleaned_data.get(name)
        return name in self.changed_data and digest(value) != (self.read_shown() or {}).get(name)

    def _ask_about_price(self, cleaned: dict[str, Any]) -> None:
        """Refuses an unusual price until the user has confirmed these very amounts."""
        if self.errors or not any(map(self._is_typed, PRICE_FIELDS)):
            return
        planned = copy.copy(self.stored)
        for name in PRICE_FIELDS:
            setattr(planned, name, cleaned[name])
        jumps = planned.find_jumps(self.stored)
        key = digest(" ".join(jumps)) if jumps else ""
        if key and self.data.get(self.confirmed_name) != key:
            self.asked = key
            self.add_error(None, " ".join(jumps))

    @property
    def only_asks(self) -> bool:
        """Whether nothing is wrong with the row, but that the user has to confirm its price."""
        return bool(self.asked) and list(self.errors) == [NON_FIELD_ERRORS] and len(self.non_field_errors()) == 1

    @property
    def confirmed_name(self) -> str:
        return self.add_prefix("confirmed")

    @property
    def differences(self) -> list[tuple[Any, str, str]]:
        """Label, old value and new value of each changed cell."""
        return [
            (self[name].label, _show(self.stored, name), _show(self.instance, name))
            for name in FIELDS
            if digest(read_value(self.stored, name)) != digest(read_value(self.instance, name))
        ]

    @property
    def shown_name(self) -> str:
        return self.add_prefix(SHOWN)

    @property
    def shown_now(self) -> str:
        """Digests of the stored values that the screen has shown."""
        return self.write_shown(self.stored)

    def again(self, shown: str = "") -> "OfferingForm":
        """The row again, over the values stored now: typed cells replace them, the others keep them."""
        data = self.data.copy()
        data.pop(self.add_prefix(SHOWN), None)
        if shown:
            data[self.add_prefix(SHOWN)] = shown
        stored = copy.copy(self.stored)
        return OfferingForm(data, prefix=self.prefix, instance=stored, practitioners=self.practitioners)


def _show(offering: Offering, name: str) -> str:
    value = getattr(offering, name)
    if name in ("price_from", "next_price") and value is not None and offering.currency:
        return show_amount(value, offering.currency)
    return show_value(offering, name)


def list_practitioners() -> Choices:
    """What a row's practitioner is chosen from: asked once for a grid, not by each row."""
    field: Any = OfferingForm.base_fields["practitioner"]
    return list(field.choices)
