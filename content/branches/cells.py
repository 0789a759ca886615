"""Days and amounts as people and spreadsheets write them. What can be read in two ways is refused, never guessed."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from content.vocabulary import Currency

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
#: With the month as a word there is no doubt, whatever stands first.
_WORDED = ("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y", "%d %b %y")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)

#: How currencies are written beside an amount.
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
#: Separators of thousands and nothing else.
_GAPS = re.compile(r"[\s'’]")


def read_day(text: str) -> date:
    """Raises ValidationError."""
    days = find_days(text)
    if len(days) > 1:
        message = _("“%(text)s” can be %(one)s or %(other)s: write the one that you mean.")
        raise ValidationError(message % {"text": text, "one": days[0], "other": days[1]})
    if not days:
        raise ValidationError(_("“%(text)s” is no day: write it like 2026-10-25.") % {"text": text})
    return days[0]


def find_days(text: str) -> list[date]:
    """Every day that a text can mean, earliest first."""
    text = " ".join(text.split())
    try:
        if found := _YEAR_FIRST.fullmatch(text):
            return [date(int(found[1]), int(found[3]), int(found[4]))]
        if found := _YEAR_LAST.fullmatch(text):
            # Some write the day first, some the month: often only one of them makes a day.
            pairs = {(int(found[1]), int(found[3])), (int(found[3]), int(found[1]))}
            return sorted(date(int(found[4]), month, day) for day, month in pairs if 1 <= month <= 12)
        return [_read_worded(text)]
    except ValueError:
        return []


def _read_worded(text: str) -> date:
    plain = " ".join(re.sub(r"[-,./]", " ", _ORDINAL.sub("", text)).split())
    plain = re.sub(r"\bsept\b", "Sep", plain, flags=re.IGNORECASE)
    for pattern in _WORDED:
        try:
            return datetime.strptime(plain, pattern).date()
        except ValueError:
            continue
    raise ValueError(text)


def read_amount(text: str) -> tuple[Decimal, Currency | None]:
    """An amount, and the currency that is written beside it. Raises ValidationError."""
    found = _AMOUNT.fullmatch(text.strip())
    signs = [sign.lower() for sign in (found["before"], found["after"]) if sign] if found else []
    if not found or any(sign not in _SIGNS for sign in signs) or len({_SIGNS[sign] for sign in signs}) > 1:
        raise ValidationError(_("Enter a number. “%(text)s” is none: write it like 1250.00.") % {"text": text})
    return _read_number(found["number"], text), _SIGNS[signs[0]] if signs else None


def _read_number(number: str, text: str) -> Decimal:
    """With a point or a comma before the minor units, and whatever groups the thousands."""
    plain = _GAPS.sub("'", number.strip())
    marks = [mark for mark in plain if mark in ".,"]
    whole, rest = plain, ""
    if len(marks) == 1 or len(set(marks)) == 2:  # of several alike, none is the decimal mark
        whole, _mark, rest = plain.rpartition(marks[-1])
    if len(marks) == 1 and len(rest) == 3 and whole.strip("+-0'"):
        message = _("“%(text)s” can be %(one)s or %(other)s: write the one that you mean, like 1250.00.")
        raise ValidationError(message % {"text": text, "one": f"{whole}.{rest}", "other": f"{whole}{rest}.00"})
    groups = re.split(r"[.,']", whole)
    is_grouped = len(groups) == 1 or (len(groups[-1]) == 3 and all(len(group) in (2, 3) for group in groups[1:]))
    if not is_grouped or marks.count(marks[-1] if rest else "") > 1 or "'" in rest:
        raise ValidationError(_("Enter a number. “%(text)s” is none: write it like 1250.00.") % {"text": text})
    return Decimal(f"{''.join(groups)}.{rest or 0}")


class DayField(forms.DateField):
    """A day, in any form that can be read in one way."""

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str) and value.strip():
            return read_day(value)
        return super().to_python(value)


class AmountField(forms.DecimalField):
    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str) and value.strip():
            amount, self.written_currency = read_amount(value)
            return amount
        self.written_currency = None
        return super().to_python(value)
