"""Days: the product has one calendar for all users, in the time zone `TIME_ZONE`. Also reads days as people write them.

The last day of a consent, registration or review ends for everybody at the same moment, whatever their time zone.
"""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext as _

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
#: Formats with the month as a word, which are unambiguous in any order.
_WORDED = ("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y", "%d %b %y")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)


def today() -> date:
    """The current day in the product's calendar, not in the user's time zone."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def has_begun(day: date) -> bool:
    """Whether the day has begun, in the product's calendar or in the user's time zone, which may be ahead."""
    return day <= max(today(), timezone.localdate())


def show_day(day: date) -> str:
    """“30 Nov 2026”, in the active language."""
    return formats.date_format(day, "SHORT_DATE_FORMAT")


def read_day(text: str) -> date:
    """The day that a text means. Raises ValidationError if it means none, or may mean two."""
    days = find_days(text)
    if len(days) > 1:
        message = _("“%(text)s” could be %(one)s or %(other)s. Enter the one you mean.")
        raise ValidationError(message % {"text": text, "one": days[0], "other": days[1]})
    if not days:
        raise ValidationError(_("“%(text)s” is not a date. Enter it like 2026-10-25.") % {"text": text})
    return days[0]


def find_days(text: str) -> list[date]:
    """Every day that a text can mean, earliest first."""
    text = " ".join(text.split())
    try:
        if found := _YEAR_FIRST.fullmatch(text):
            return [date(int(found[1]), int(found[3]), int(found[4]))]
        if found := _YEAR_LAST.fullmatch(text):
            # Some people write the day first, others the month. Often only one order gives a valid day.
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
    """A day in any unambiguous format. It has the name of Django's class, which the admin's styles use."""

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str) and value.strip():
            return read_day(value)
        return super().to_python(value)


class DateTimeField(forms.DateTimeField):
    """A day in any unambiguous format, and a time."""

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, str):
            day, _space, time = value.strip().rpartition(" ")
            if day and ":" in time:
                value = f"{read_day(day)} {time}"
        return super().to_python(value)
