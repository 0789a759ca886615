"""Reads from the variable BUNDLES which archives the worker builds, such as `en,hi; en,hi@mumbai:480; en:none`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

#: The width of pictures where none is named: sharp on a phone.
WIDTH = 960
#: What stands in place of widths for an archive without pictures.
NO_PICTURES = "none"
HOW = "write languages, then @ and a branch, then : and widths of pictures, as in en,hi@mumbai:480+960 or en:none"
_CHOICE = re.compile(
    r"(?P<locales>[\w-]+(?:,[\w-]+)*)(?:@(?P<branch>[\w-]+))?(?::(?P<widths>none|[1-9]\d{0,3}(?:\+[1-9]\d{0,3})*))?",
    re.ASCII,
)


@dataclass(frozen=True)
class Choice:
    """What one archive is of. `branch`: slug or id; empty for all. `widths`: of its pictures; empty for none.

    Of each picture it has the widest size that is at most so wide.
    """

    locales: tuple[str, ...]
    branch: str = ""
    widths: tuple[int, ...] = (WIDTH,)

    @property
    def name(self) -> str:
        """As BUNDLES writes it: the same for the same choice."""
        branch = f"@{self.branch}" if self.branch else ""
        widths = "" if self.widths == (WIDTH,) else f":{'+'.join(map(str, self.widths)) or NO_PICTURES}"
        return f"{','.join(self.locales)}{branch}{widths}"


def read_bundles(text: str, codes: Sequence[str]) -> tuple[Choice, ...]:
    """One of each language, and then those that are named. Raises ImproperlyConfigured with the fix."""
    named = (_read_choice(re.sub(r"\s", "", part), codes) for part in text.split(";") if part.strip())
    return tuple(dict.fromkeys([*(Choice((code,)) for code in codes), *named]))


def _read_choice(text: str, codes: Sequence[str]) -> Choice:
    found = _CHOICE.fullmatch(text.lower())
    if not found:
        raise ImproperlyConfigured(f"BUNDLES has {text!r}: {HOW}.")
    locales = found["locales"].split(",")
    if unknown := [code for code in locales if code not in codes]:
        raise ImproperlyConfigured(
            f"BUNDLES has the language {', '.join(unknown)}, which is not in LANGUAGES: there are {', '.join(codes)}."
        )
    return build_choice(locales, found["branch"] or "", _read_widths(found["widths"]), codes)


def _read_widths(text: str | None) -> list[int]:
    if text is None:
        return [WIDTH]
    return [] if text == NO_PICTURES else [int(width) for width in text.split("+")]


def build_choice(locales: Sequence[str], branch: str, widths: Sequence[int], codes: Sequence[str]) -> Choice:
    """In one order, whatever order they are named in: `codes` is that of the languages."""
    return Choice(tuple(code for code in codes if code in locales), branch, tuple(sorted(set(widths))))
