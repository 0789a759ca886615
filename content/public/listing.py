"""Lists of guides, as cards, and of branches, as documents: whole or in slices."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from content.edition.current import list_current, list_in_each, narrow_guides
from content.edition.models import Current
from content.edition.visibility import find_offered
from content.model.vocabulary import Kind

Document = dict[str, Any]


@dataclass(frozen=True)
class GuideFilter:
    """Filters for a list of guides; None: no filter. `branch` is an id."""

    category: str | None = None
    body_area: str | None = None
    branch: str | None = None
    max_minutes: int | None = None
    max_sessions: int | None = None
    updated_since: datetime | None = None


@dataclass(frozen=True)
class Listed:
    """The web address of a guide or branch in one language (`web`, root-relative), and when it last changed."""

    kind: str
    subject: str
    locale: str
    web: str
    updated_at: datetime


@dataclass(frozen=True)
class Place:
    """A place in a list: after (or before) the item with this slug and id."""

    slug: str
    subject: str
    backwards: bool = False


@dataclass(frozen=True)
class Slice:
    """`next` and `previous`: the places of the neighbouring slices; None if there is none."""

    documents: list[Document]
    next: Place | None
    previous: Place | None


def list_guides(
    locales: tuple[str, ...], narrowed: GuideFilter | None = None, *, most: int | None = None
) -> list[Document]:
    """Cards of guides, each in the best locale of the chain. One query."""
    return _read(Kind.GUIDE, _select_guides(locales, narrowed)[:most])


def list_branches(locales: tuple[str, ...], *, most: int | None = None) -> list[Document]:
    """Documents of branches, each in the best locale of the chain. One query."""
    return _read(Kind.BRANCH, list_current(Kind.BRANCH, locales)[:most])


def list_everywhere() -> list[Listed]:
    """Every guide and branch in each of its public languages, by language, kind and slug. Two queries."""
    locales = tuple(dict(settings.WAGTAIL_CONTENT_LANGUAGES))
    found = [_note(kind, row) for kind in (Kind.GUIDE, Kind.BRANCH) for row in list_in_each(kind, locales)]
    return sorted(found, key=lambda item: locales.index(item.locale))


def _note(kind: Kind, row: Current) -> Listed:
    [document] = _read(kind, [row])
    return Listed(kind, str(row.subject), row.locale, document["links"]["web"], row.updated_at)


def list_branches_that_offer(guide: str, locales: tuple[str, ...]) -> list[Document]:
    """Documents of the branches that offer a guide (by id)."""
    offering = find_offered().filter(guide=guide).values("branch")
    return _read(Kind.BRANCH, list_current(Kind.BRANCH, locales).filter(subject__in=offering))


def slice_guides(
    locales: tuple[str, ...], narrowed: GuideFilter | None = None, *, size: int, place: Place | None
) -> Slice:
    """A slice of cards, from a place on. One query."""
    return _slice(Kind.GUIDE, _select_guides(locales, narrowed), size, place)


def slice_branches(locales: tuple[str, ...], *, size: int, place: Place | None) -> Slice:
    """A slice of documents, from a place on. One query."""
    return _slice(Kind.BRANCH, list_current(Kind.BRANCH, locales), size, place)


def read_offerings(branch: str, guides: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Guide id -> document of the branch's offering. One query."""
    rows = find_offered().filter(branch=branch, guide__in=list(guides))
    return {str(row.guide): json.loads(bytes(row.edition.body)) for row in rows.select_related("edition")}


def add_offerings(branch: str, cards: list[Document]) -> list[Document]:
    """The cards of the guides that a branch offers, each with its `offering`. One query."""
    offerings = read_offerings(branch, [card["id"] for card in cards])
    return [card | {"offering": offerings[card["id"]]} for card in cards if card["id"] in offerings]


def _select_guides(locales: tuple[str, ...], narrowed: GuideFilter | None) -> QuerySet[Current]:
    return narrow_guides(list_current(Kind.GUIDE, locales), **asdict(narrowed or GuideFilter()))


def _slice(kind: Kind, rows: QuerySet[Current], size: int, place: Place | None) -> Slice:
    backwards = bool(place and place.backwards)
    if place:
        rows = rows.filter(_beyond(place))
    if backwards:
        rows = rows.order_by("-slug", "-subject")
    found = list(rows[: size + 1])
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    has_next = bool(found) and (more if not backwards else True)
    has_previous = bool(found) and (more if backwards else place is not None)
    return Slice(
        documents=_read(kind, found),
        next=_place_of(found[-1], backwards=False) if has_next else None,
        previous=_place_of(found[0], backwards=True) if has_previous else None,
    )


def _beyond(place: Place) -> Q:
    if place.backwards:
        return Q(slug__lt=place.slug) | Q(slug=place.slug, subject__lt=place.subject)
    return Q(slug__gt=place.slug) | Q(slug=place.slug, subject__gt=place.subject)


def _place_of(row: Current, *, backwards: bool) -> Place:
    return Place(row.slug, str(row.subject), backwards)


def _read(kind: Kind, rows: Any) -> list[Document]:
    if kind == Kind.GUIDE:
        return [row.edition.card for row in rows]
    return [json.loads(bytes(row.edition.body)) for row in rows]
