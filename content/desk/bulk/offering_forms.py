"""What a bulk operation on offerings is asked for: prices, practitioners."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from content.desk.bulk.forms import OfferingChoice
from content.model.branches.models import Offering
from content.model.branches.prices import AmountField
from content.model.days import DateField, today
from content.model.snippets.models import Clinician
from content.model.vocabulary import Currency


class PriceChoice(OfferingChoice):
    WAYS = [
        ("percent", gettext_lazy("Raise or lower by a percentage")),
        ("amount", gettext_lazy("Raise or lower by an amount")),
        ("set", gettext_lazy("Set to an amount")),
    ]
    STEPS = ["0.01", "1", "5", "10", "50", "100", "500"]

    way = forms.ChoiceField(label=gettext_lazy("How the price changes"), choices=WAYS)
    by = AmountField(
        label=gettext_lazy("By how much, or to which amount"),
        max_digits=10,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=gettext_lazy("Such as 10, or -5 to lower it."),
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        required=False,
        choices=[("", gettext_lazy("All currencies")), *Currency.choices],
    )
    step = forms.ChoiceField(
        label=gettext_lazy("Round to"), choices=[(step, step) for step in STEPS], initial="1", required=False
    )
    valid_from = DateField(
        label=gettext_lazy("Valid from"),
        widget=AdminDateInput,
        initial=today,
        help_text=gettext_lazy("A price of a later day becomes the next price. The price of today stays until then."),
    )
    field_order = ["way", "by", "currency", "step", "valid_from", "branch", "category"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        written = getattr(self.fields["by"], "written_currency", None)
        if written and not cleaned.get("currency"):
            cleaned["currency"] = written
        elif written and written != cleaned["currency"]:
            message = _("The price is written in %(written)s, and the currency is %(currency)s.")
            self.add_error("currency", message % {"written": written, "currency": cleaned["currency"]})
        if cleaned.get("way") in ("amount", "set") and not cleaned.get("currency"):
            self.add_error("currency", _("Choose the currency of this amount. Prices in others stay as they are."))
        if cleaned.get("way") == "set" and (cleaned.get("by") or 0) < 0:
            self.add_error("by", _("A price can't be below zero."))
        return cleaned

    @property
    def title(self) -> str:
        names: dict[str, Any] = {
            "by": f"{self.cleaned_data['by'].normalize():+f}",
            "currency": self.cleaned_data.get("currency"),
        }
        if self.cleaned_data["way"] == "percent":
            return _("Prices %(by)s %%") % names
        if self.cleaned_data["way"] == "amount":
            return _("Prices %(by)s %(currency)s") % names
        return _("Prices set to %(by)s %(currency)s") % {**names, "by": names["by"].lstrip("+")}

    def find_offerings(self) -> QuerySet[Offering]:
        found, currency = super().find_offerings(), self.cleaned_data.get("currency")
        if self.cleaned_data["way"] == "set":
            return found.filter(available=True, currency__in=["", currency])
        found = found.exclude(price_from=None)
        return found.filter(currency=currency) if currency else found

    def compute(self, price: Decimal | None) -> Decimal:
        by = self.cleaned_data["by"]
        if self.cleaned_data["way"] == "set" or price is None:
            return Decimal(by)
        new = price * (1 + by / 100) if self.cleaned_data["way"] == "percent" else price + by
        step = Decimal(self.cleaned_data.get("step") or "0.01")
        return (new / step).quantize(Decimal(1), ROUND_HALF_UP) * step


class PractitionerChoice(OfferingChoice):
    before: Any = forms.ModelChoiceField(
        Clinician.objects.all(),
        required=False,
        label=gettext_lazy("Practitioner now"),
        empty_label=gettext_lazy("Anybody"),
    )
    after: Any = forms.ModelChoiceField(
        Clinician.objects.all(),
        required=False,
        label=gettext_lazy("New practitioner"),
        empty_label=gettext_lazy("Nobody"),
    )
    field_order = ["before", "after", "branch", "category"]

    @property
    def title(self) -> str:
        names = {"before": self.cleaned_data["before"] or _("anybody"), "after": self.cleaned_data["after"] or "–"}
        return _("Practitioner: %(before)s → %(after)s") % names

    def find_offerings(self) -> QuerySet[Offering]:
        before = self.cleaned_data["before"]
        return super().find_offerings().filter(practitioner=before) if before else super().find_offerings()
