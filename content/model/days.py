"""Days: the house has one calendar, whatever time zone somebody's account has; and days as people write them.

A day that ends something (a consent, a registration, a review) is over for everybody at the same moment: when it ends
in the time zone of the house (`TIME_ZONE`).
"""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
#: With the month as a word there is no doubt, whatever stands first.
_WORDED = ("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y", "%d %b %y")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)


def today() -> date:
    """By the calendar of the house: never by that of whoever is logged in."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def has_begun(day: date) -> bool:
    """For the house, or for whoever is logged in: east of the house it is tomorrow already."""
    return day <= max(today(), timezone.localdate())


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


class DateField(forms.DateField):
    """A day, in any form that can be read in one way. Named as Django's: the admin's styles go by that."""

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str) and value.strip():
            return read_day(value)
        return super().to_python(value)


class DateTimeField(forms.DateTimeField):
    """A day as above, and a time."""

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, str):
            day, _space, time = value.strip().rpartition(" ")
            if day and ":" in time:
                value = f"{read_day(day)} {time}"
        return super().to_python(value)
