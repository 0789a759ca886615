"""Time zones of branches: names of the tz database, and suggestions for other texts."""

import difflib
import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from content.model.vocabulary import Country

#: Country -> the zone of most of its branches.
USUAL = {
    Country.AE: "Asia/Dubai",
    Country.GB: "Europe/London",
    Country.IN: "Asia/Kolkata",
    Country.US: "America/New_York",
}
#: Common texts -> zones that they may mean. Abbreviations are ambiguous: countries share them, and summer time is open.
_MEANT = {
    "IST": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "GST": ("Asia/Dubai",),
    "GMT": ("Europe/London",),
    "BST": ("Europe/London", "Asia/Dhaka"),
    "WET": ("Europe/Lisbon",),
    "CET": ("Europe/Paris", "Europe/Berlin"),
    "CEST": ("Europe/Paris", "Europe/Berlin"),
    "EET": ("Europe/Athens",),
    "EST": ("America/New_York",),
    "EDT": ("America/New_York",),
    "ET": ("America/New_York",),
    "CST": ("America/Chicago", "Asia/Shanghai"),
    "CDT": ("America/Chicago",),
    "MST": ("America/Denver", "America/Phoenix"),
    "MDT": ("America/Denver",),
    "PST": ("America/Los_Angeles",),
    "PDT": ("America/Los_Angeles",),
    "PT": ("America/Los_Angeles",),
    "AST": ("Asia/Riyadh", "America/Halifax"),
    "PKT": ("Asia/Karachi",),
    "SGT": ("Asia/Singapore",),
    "JST": ("Asia/Tokyo",),
    "AEST": ("Australia/Sydney",),
}
#: The least similarity of a suggested name, 0 to 1.
_NEAR = 0.8


def find_names() -> list[str]:
    names: list[str] = settings.WAGTAIL_USER_TIME_ZONES
    return names


def find_day(zone: str, moment: datetime | None = None) -> date:
    """The day in a time zone, now or at a later moment. An old row's zone that is not accepted counts as UTC."""
    now = timezone.now()
    return timezone.localdate(max(moment or now, now), timezone=ZoneInfo(zone if zone in find_names() else "UTC"))


def explain_zone(text: str, country: str) -> str:
    """A message about an invalid time zone, with suggestions; empty if it is valid."""
    if text in find_names():
        return ""
    suggested = suggest(text, country)
    if not suggested:
        return _("“%(zone)s” is not a time zone. Enter one like Asia/Kolkata.") % {"zone": text}
    return _("“%(zone)s” is not a time zone. Did you mean %(names)s?") % {"zone": text, "names": _join(suggested)}


def _join(names: list[str]) -> str:
    return _(" or ").join(filter(None, [", ".join(names[:-1]), names[-1]]))


def suggest(text: str, country: str) -> list[str]:
    """At most three names. The country's usual zone comes first, if it is among them."""
    usual = USUAL.get(Country(country)) if country in Country.values else None
    plain = re.sub(r" ?/ ?", "/", " ".join(text.split())).replace(" ", "_").casefold()
    found = list(_MEANT.get(plain.upper(), ())) or _find_near(plain)
    if not found and usual:
        return [usual]
    return sorted(found, key=lambda name: name != usual)[:3]


def _find_near(plain: str) -> list[str]:
    whole = {name.casefold(): name for name in find_names()}
    if plain in whole:
        return [whole[plain]]
    cities: dict[str, str] = {}
    for name in find_names():
        cities.setdefault(name.rpartition("/")[2].casefold(), name)
    near = difflib.get_close_matches(plain, whole, n=1, cutoff=_NEAR)
    city = difflib.get_close_matches(plain.rpartition("/")[2], cities, n=1, cutoff=_NEAR)
    return list(dict.fromkeys([whole[name] for name in near] + [cities[name] for name in city]))


class ZoneInput(forms.TextInput):
    """A text field that suggests names while the user types."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"list": "time-zones", "autocomplete": "off", **(attrs or {})})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        options = format_html_join("", '<option value="{}">', ((zone,) for zone in find_names()))
        field = super().render(name, value, attrs, renderer)
        return format_html('{}<datalist id="time-zones">{}</datalist>', field, options)
