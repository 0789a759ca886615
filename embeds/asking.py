"""What an address of an embed asks for: whose words, which part of them, in which language, on whose website."""

from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict

from api.parameters import is_address_key
from content.editions import reading
from content.editions.models import Kind
from content.editions.reading import House, Served
from content.vocabulary import ColourScheme, SectionKey

LOCALES = dict(settings.WAGTAIL_CONTENT_LANGUAGES)


class BadEmbed(Exception):
    """An address that can't be answered. The sentence says why, and what would do."""


class NotThere(Exception):
    """There was never such a thing."""


class Moved(Exception):
    """The address has an old slug in it; `new` is the slug that it has now."""

    def __init__(self, old: str, new: str) -> None:
        super().__init__(f"{old} is now {new}")
        self.old, self.new = old, new


@dataclass(frozen=True)
class Asked:
    """`guide` is None for a list. `branch` is the branch on whose website it is shown, if any."""

    house: House
    locales: tuple[str, ...]
    guide: Served | None
    section: str | None
    branch: Served | None
    offering: Served | None
    scheme: str | None
    category: str | None

    @property
    def locale(self) -> str:
        return self.guide.locale if self.guide else self.locales[0]


def read_asked(given: QueryDict, *, guide: str = "", section: str = "", branch: str = "") -> Asked:
    """Raises BadEmbed, NotThere or Moved. What is gone is there: as a tombstone."""
    locale = _choose(given, "locale", list(LOCALES))
    scheme = _choose(given, "scheme", ColourScheme.values)
    if section and section not in SectionKey.values:
        raise NotThere(f"There is no section {section[:50]!r}: there are {', '.join(SectionKey.values)}.")
    wanted = branch or given.get("branch", "")
    if not all(is_address_key(key) for key in (guide, wanted, given.get("category", ""))):
        raise NotThere("There is nothing of that name.")
    house = reading.read_house(branch=wanted or None)
    locales = house.locales(locale)
    at = _require(Kind.BRANCH, wanted, house.branch(locales)) if wanted else None
    if at and not at.is_live and not branch:
        at = None  # a guide is shown without it; only its own list is gone with it
    found, offering = reading.find_guide(guide, locales, branch=at.subject if at else None) if guide else (None, None)
    return Asked(
        house=house,
        locales=locales,
        guide=_require(Kind.GUIDE, guide, found) if guide else None,
        section=section or None,
        branch=at,
        offering=offering,
        scheme=scheme,
        category=given.get("category") or None,
    )


def _require(kind: Kind, key: str, found: Served | None) -> Served:
    if found is None:
        if new := reading.find_new_slug(kind, key):
            raise Moved(key, new)
        raise NotThere(f"There is no {kind.label.lower()} {key!r}.")
    return found


def _choose(given: QueryDict, name: str, allowed: list[str]) -> str | None:
    value = given.get(name)
    if value and value not in allowed:
        raise BadEmbed(f"“{name}” is {value[:50]!r}: it can be {', '.join(allowed)}.")
    return value or None
