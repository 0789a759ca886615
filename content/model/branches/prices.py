"""Reads amounts as people and spreadsheets write them, and writes them. An ambiguous one is refused, never guessed."""

import re
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.model.vocabulary import Currency

#: Currencies as written next to an amount, in lower case.
_SIGNS = {
    "£": Currency.GBP,
    "€": Currency.EUR,
    "₹": Currency.INR,
    "rs": Currency.INR,
    "rs.": Currency.INR,
    "$": Currency.USD,
    "us$": Currency.USD,
    "dh": Currency.AED,
    "dhs": Currency.AED,
    "د.إ": Currency.AED,
    **{code.lower(): Currency(code) for code in Currency.values},
}
_AMOUNT = re.compile(r"(?P<before>[^\d\s,'’+-]+)?\s*(?P<number>[+-]?\d[\d.,'’\s]*?)\s*(?P<after>[^\d\s,'’+-]+)?")
#: Characters that only separate thousands.
_GAPS = re.compile(r"[\s'’]")


def read_amount(text: str) -> tuple[Decimal, Currency | None]:
    """An amount, and the currency written next to it, if any. Raises ValidationError."""
    found = _AMOUNT.fullmatch(" ".join(text.split()))  # many spaces could be shared out in very many ways
    signs = [sign.lower() for sign in (found["before"], found["after"]) if sign] if found else []
    if not found or any(sign not in _SIGNS for sign in signs) or len({_SIGNS[sign] for sign in signs}) > 1:
        raise ValidationError(_("“%(text)s” is not a number. Enter it like 1250.00.") % {"text": text})
    return _read_number(found["number"], text), _SIGNS[signs[0]] if signs else None


def _read_number(number: str, text: str) -> Decimal:
    """The decimal mark may be a point or a comma; any usual separator may group the thousands."""
    plain = _GAPS.sub("'", number.strip())
    marks = [mark for mark in plain if mark in ".,"]
    whole, rest = plain, ""
    if len(marks) == 1 or len(set(marks)) == 2:  # several equal marks separate thousands
        whole, _mark, rest = plain.rpartition(marks[-1])
    if len(marks) == 1 and len(rest) == 3 and whole.strip("+-0'"):
        message = _("“%(text)s” could be %(one)s or %(other)s. Enter the one you mean, like 1250.00.")
        raise ValidationError(message % {"text": text, "one": f"{whole}.{rest}", "other": f"{whole}{rest}.00"})
    groups = re.split(r"[.,']", whole)
    is_grouped = len(groups) == 1 or (len(groups[-1]) == 3 and all(len(group) in (2, 3) for group in groups[1:]))
    if not is_grouped or marks.count(marks[-1] if rest else "") > 1 or "'" in rest:
        raise ValidationError(_("“%(text)s” is not a number. Enter it like 1250.00.") % {"text": text})
    return Decimal(f"{''.join(groups)}.{rest or 0}")


def show_amount(amount: Decimal, currency: str) -> str:
    """As the active language writes it: “₹6,900.50”, and “₹6,900” if there are no minor units."""
    locale = _find_locale(get_language() or "en")
    pattern = locale.currency_formats["standard"].pattern
    if amount == amount.to_integral_value():
        pattern = pattern.replace(".00", "")
    return format_currency(amount, currency, pattern, locale=locale, currency_digits=False)


@cache
def _find_locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


class AmountField(forms.DecimalField):
    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip():
            amount, self.written_currency = read_amount(value)
            return amount
        self.written_currency = None
        return super().to_python(value)
