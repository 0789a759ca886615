"""What an address of an embed asks for: whose words, which part of them, in which language, on whose website."""

from dataclasses import dataclass, field

from django.conf import settings
from django.http import QueryDict

from api.parameters import is_address_key
from content.model.vocabulary import ColourScheme, Kind, SectionKey
from content.public import addressing, reading
from content.public.addressing import Found
from content.public.reading import House, Served

LOCALES = dict(settings.WAGTAIL_CONTENT_LANGUAGES)


class BadEmbed(Exception):
    """An address that can't be answered. The sentence says why, and what would do."""


class NotThere(Exception):
    """There was never such a thing."""


@dataclass(frozen=True)
class Asked:
    """`guide` is None for a list. `branch` is the branch on whose website it is shown, if any.

    `moved`: which of the names in the address, `guide` and `branch`, is an old slug, and what that leads to.
    """

    house: House
    locales: tuple[str, ...]
    guide: Served | None
    section: str | None
    branch: Served | None
    offering: Served | None
    scheme: str | None
    category: str | None
    moved: dict[str, Found] = field(default_factory=dict)

    @property
    def locale(self) -> str:
        return self.guide.locale if self.guide else self.locales[0]


def read_asked(given: QueryDict, *, guide: str = "", section: str = "", branch: str = "") -> Asked:
    """Raises BadEmbed or NotThere. What is gone is there: as a tombstone."""
    locale = _choose(given, "locale", list(LOCALES))
    scheme = _choose(given, "scheme", ColourScheme.values)
    if section and section not in SectionKey.values:
        raise NotThere(f"There is no section {section[:50]!r}: there are {', '.join(SectionKey.values)}.")
    wanted = branch or given.get("branch", "")
    if not all(is_address_key(key) for key in (guide, wanted, given.get("category", ""))):
        raise NotThere("There is nothing of that name.")
    house = reading.read_house(branch=wanted or None)
    locales = house.locales(locale)
    at = _require(Kind.BRANCH, wanted, addressing.find_branch(house, locales)) if wanted else None
    if at and not at.served.is_live and not branch:
        at = None  # a guide is shown without it; only its own list is gone with it
    of_branch = at.served.subject if at else None
    found, offering = addressing.find_guide(guide, locales, branch=of_branch) if guide else (None, None)
    one = _require(Kind.GUIDE, guide, found) if guide else None
    return Asked(
        house=house,
        locales=locales,
        guide=one.served if one else None,
        section=section or None,
        branch=at.served if at else None,
        offering=offering,
        scheme=scheme,
        category=given.get("category") or None,
        moved={name: part for name, part in (("guide", one), ("branch", at)) if part and part.new_key},
    )


def _require(kind: Kind, key: str, found: Found | None) -> Found:
    if found is None:
        raise NotThere(f"There is no {kind.label.lower()} {key!r}.")
    return found


def _choose(given: QueryDict, name: str, allowed: list[str]) -> str | None:
    value = given.get(name)
    if value and value not in allowed:
        raise BadEmbed(f"“{name}” is {value[:50]!r}: it can be {', '.join(allowed)}.")
    return value or None
