"""Reads the address of an embed: which guide, section and language, on which branch's website."""

from dataclasses import dataclass, field

from django.http import QueryDict

from api.languages import LOCALES
from api.lookup import require_found, require_section, require_section_of
from api.parameters import is_address_key
from api.problems import BadParameter, NotFound
from cms.preferences import find_language
from content.model.vocabulary import ColourScheme, Kind
from content.public import reading, resolving
from content.public.reading import House
from content.public.resolving import Found
from content.public.served import Served

#: The level of an embed's title, where the website asks for no other, and the levels that it may have.
TOP_HEADING = 2
HEADINGS = ("2", "3", "4")
SHORT = "short"
#: An element's attribute `loading`, which it reads itself.
CLICK = "click"


@dataclass(frozen=True)
class Asked:
    """A request for an embed. `guide` is None for a list. `branch` is the branch on whose website it is shown, if any.

    `absent`: the branch that is named and left out, since it is not public now.
    `moved`: the names in the address that are old slugs, `guide` or `branch`, and what each was found to be.
    """

    house: House
    locales: tuple[str, ...]
    guide: Served | None
    section: str | None
    branch: Served | None
    offering: Served | None
    scheme: str | None
    category: str | None
    variant: str | None = None
    heading: int = TOP_HEADING
    moved: dict[str, Found] = field(default_factory=dict)
    absent: Served | None = None

    @property
    def locale(self) -> str:
        return self.guide.locale if self.guide else self.locales[0]


def read_asked(given: QueryDict, *, guide: str = "", section: str = "", branch: str = "") -> Asked:
    """Raises BadParameter or NotFound. A guide or branch that is gone is returned as a tombstone."""
    locale = find_language(given.get("locale", "")) or _choose(given, "locale", list(LOCALES))
    scheme = _choose(given, "scheme", ColourScheme.values)
    if section:
        require_section(section)
    wanted = branch or given.get("branch", "")
    if not all(is_address_key(key) for key in (guide, wanted, given.get("category", ""))):
        raise NotFound("There is nothing of that name.")
    house = reading.read_house()
    locales = house.locales(locale)
    at = require_found(Kind.BRANCH, wanted, resolving.find_branch(house, wanted, locales)) if wanted else None
    absent = None
    if at and not at.served.is_live and not branch:
        # The guide is shown without its branch; only the branch's own list is gone.
        absent = at.served
        at = None
    of_branch = at.served.subject if at else None
    found, offering = resolving.find_guide(guide, locales, branch=of_branch) if guide else (None, None)
    one = require_found(Kind.GUIDE, guide, found) if guide else None
    if one and section and one.served.is_live:
        require_section_of(one.served, section)
    return Asked(
        house=house,
        locales=locales,
        guide=one.served if one else None,
        section=section or None,
        branch=at.served if at else None,
        offering=offering,
        scheme=scheme,
        category=given.get("category") or None,
        variant=_choose(given, "variant", [SHORT]),
        heading=int(_choose(given, "heading", list(HEADINGS)) or TOP_HEADING),
        moved={name: part for name, part in (("guide", one), ("branch", at)) if part and part.new_key},
        absent=absent,
    )


def _choose(given: QueryDict, name: str, allowed: list[str]) -> str | None:
    value = given.get(name)
    if value and value not in allowed:
        raise BadParameter(name, f"“{name}” is {value[:50]!r}: it can be {', '.join(allowed)}.")
    return value or None
