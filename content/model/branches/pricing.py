"""The price of an offering: the one that is public, and the next one, which waits for its day."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.model.branches.prices import show_amount
from content.model.branches.zones import find_day
from content.model.days import show_day
from content.model.vocabulary import Currency

#: An amount that is more than so many times the one before, or less than that part of it, is asked about. Prices of
#: one treatment seldom treble at once; a slip of a zero is a factor of ten, a forgotten decimal point one of a hundred.
UNUSUAL_FACTOR = 3


def is_unusual(before: Decimal, after: Decimal) -> bool:
    """Whether a price changes so much that it is probably a slip."""
    return max(before, after) > UNUSUAL_FACTOR * min(before, after)


PRICE_FIELDS = ("price_from", "currency", "price_valid_from", "next_price", "next_valid_from")


class Priced(models.Model):
    """The columns of a price. Only the first three are compiled: until its day nobody is told the next price."""

    price_from = models.DecimalField(
        max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(max_length=3, choices=Currency.choices, blank=True)
    price_valid_from = models.DateField(gettext_lazy("valid from"), null=True, blank=True)
    #: In the same currency.
    next_price = models.DecimalField(
        gettext_lazy("next price"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    #: It begins at midnight in the branch's time zone.
    next_valid_from = models.DateField(gettext_lazy("next price valid from"), null=True, blank=True, db_index=True)

    class Meta:
        abstract = True

    def find_day(self, moment: datetime | None = None) -> date:
        """The day at the branch, now or at a later moment."""
        return find_day(self.branch.time_zone, moment)  # type: ignore[attr-defined]

    @property
    def is_next_due(self) -> bool:
        return self.next_valid_from is not None and self.next_valid_from <= self.find_day()

    def set_price(self, amount: Decimal, currency: str, valid_from: date | None, *, today: date) -> None:
        """Set the price, or the next price if its day is still to come. Raises ValidationError if that is taken."""
        if valid_from is None or valid_from <= today:
            self.price_from, self.currency, self.price_valid_from = amount, currency, valid_from
            return
        if self.price_from is not None and self.currency != currency:
            raise ValidationError({"currency": _("The next price has the currency of the price: change that first.")})
        waiting = (self.next_price, self.next_valid_from)
        if self.next_price is not None and self.next_valid_from and waiting != (amount, valid_from):
            message = _("A next price is set already: %(price)s from %(day)s. Change or empty that one.")
            known = {"price": show_amount(self.next_price, currency), "day": show_day(self.next_valid_from)}
            raise ValidationError({"price_valid_from": message % known})
        self.currency, self.next_price, self.next_valid_from = currency, amount, valid_from

    def find_jumps(self, before: "Priced") -> list[str]:
        """A sentence for each unusual change of the price or the next price, compared with the offering before."""
        now = _("The price goes from %(old)s to %(new)s. Is that right?")
        steps = [(now, before.price_from, before.currency, self.price_from)]
        if (before.price_from, before.next_price) != (self.price_from, self.next_price):
            later = _("From %(day)s on the price goes from %(old)s to %(new)s. Is that right?")
            steps.append((later, self.price_from, self.currency, self.next_price))
        day = show_day(self.next_valid_from) if self.next_valid_from else ""
        return [
            message % {"old": show_amount(old, currency), "new": show_amount(new, self.currency), "day": day}
            for message, old, currency, new in steps
            if old is not None and new is not None and (currency != self.currency or is_unusual(old, new))
        ]

    def put_next_in_force(self) -> None:
        """The next price becomes the price. The caller saves it."""
        self.price_from, self.price_valid_from = self.next_price, self.next_valid_from
        self.next_price = self.next_valid_from = None

    def describe_plan(self) -> str:
        """The price now and the next one, as a sentence; empty if there is no next price."""
        if self.next_price is None or self.next_valid_from is None:
            return ""
        names = {
            "price": show_amount(self.price_from, self.currency) if self.price_from is not None else "",
            "next": show_amount(self.next_price, self.currency),
            "day": show_day(self.next_valid_from),
            "eve": show_day(self.next_valid_from - timedelta(days=1)),
        }
        if self.is_next_due:
            return _("%(next)s was due on %(day)s and is not public yet. Save this row to see why.") % names
        if self.price_from is None:
            return _("No price until %(eve)s, then %(next)s") % names
        return _("%(price)s until %(eve)s, then %(next)s") % names

    def find_price_faults(self) -> dict[str, str]:
        """Field -> sentence. Days are not compared with today: forms do that for what is typed."""
        faults = {}
        if (self.price_from is not None or self.next_price is not None) and not self.currency:
            faults["currency"] = _("A price needs its currency.")
        if self.price_from is not None and not self.price_valid_from:
            faults["price_valid_from"] = _("Say from which day this price holds.")
        if self.next_price is not None and not self.next_valid_from:
            faults["next_valid_from"] = _("Say from which day the next price holds, or empty the next price.")
        if self.next_price is None and self.next_valid_from:
            faults["next_price"] = _("Say what the price is from that day on, or empty the day.")
        return faults
