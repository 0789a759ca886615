"""Lists of guides, as cards, and of branches, as documents: whole or in slices."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings

from content.edition.visibility import find_offered
from content.model.vocabulary import Kind
from content.public.cards import GUIDES, Card, GuideFilter, Place, read_cards
from content.public.moves import find_moved
from content.public.reading import read_house
from content.public.rows import FROM, LIVE, as_key, fetch, read_id, slots
from content.public.served import Served
from content.public.slices import Slice, T

Document = dict[str, Any]


@dataclass(frozen=True)
class Listed:
    """The web address of a guide or branch in one language (`web`, root-relative), and when it last changed."""

    kind: str
    subject: str
    locale: str
    web: str
    updated_at: datetime


def list_guides(
    locales: tuple[str, ...], narrowed: GuideFilter | None = None, *, most: int | None = None
) -> list[Document]:
    """Cards of guides, each in the best locale of the chain. One query."""
    return [json.loads(card.body) for card in read_cards(locales, narrowed, most=most)]


def list_branches(locales: tuple[str, ...], *, most: int | None = None) -> list[Document]:
    """Documents of branches, each in the best locale of the chain."""
    return [branch.document for branch in read_house().list_branches(locales)[:most]]


def list_branches_that_offer(guide: str, locales: tuple[str, ...]) -> list[Document]:
    """Documents of the branches that offer a guide (by id)."""
    offering = {str(branch) for branch in find_offered().filter(guide=guide).values_list("branch", flat=True)}
    return [branch.document for branch in read_house().list_branches(locales) if branch.subject in offering]


def list_everywhere() -> list[Listed]:
    """Every guide and branch in each of its public languages, by language, kind and slug. One query."""
    locales = tuple(dict(settings.WAGTAIL_CONTENT_LANGUAGES))
    sql = f"SELECT e.card_body {FROM} WHERE {GUIDES} AND c.locale IN {slots(locales)} ORDER BY c.slug, c.subject"
    found = [_note(Kind.GUIDE, json.loads(bytes(card))) for [card] in fetch(sql, locales)]
    branches = [row for row in read_house().branches if row.is_live and row.locale in locales]
    found += [_note(Kind.BRANCH, row.document) for row in sorted(branches, key=lambda row: (row.slug, row.subject))]
    return sorted(found, key=lambda item: locales.index(item.locale))


def _note(kind: Kind, document: Document) -> Listed:
    moment = datetime.fromisoformat(document["updated_at"])
    return Listed(kind, document["id"], document["locale"], document["links"]["web"], moment)


def slice_guides(
    locales: tuple[str, ...], narrowed: GuideFilter | None = None, *, size: int, place: Place | None
) -> Slice[Card]:
    """A slice of cards, from a place on. One query; three if guides have changed since the list was begun."""
    began, moved = _read_moved(Kind.GUIDE, locales, place)
    cards = read_cards(locales, narrowed, place=place, most=size + 1 + len(moved))
    if place and moved:
        listed = [replace(card, slug=moved[card.subject]) for card in read_cards(locales, narrowed, among=moved)]
        listed = [card for card in listed if place.is_before(card.slug, card.subject)]
        cards = _order([card for card in cards if card.subject not in moved] + listed, place)
    return Slice.of(cards[: size + 1], size, place, began)


def slice_branches(locales: tuple[str, ...], *, size: int, place: Place | None) -> Slice[Served]:
    """A slice of branches, from a place on."""
    branches = read_house().list_branches(locales)
    began, moved = _read_moved(Kind.BRANCH, locales, place)
    if place:
        branches = [replace(branch, slug=moved.get(branch.subject, branch.slug)) for branch in branches]
        branches = _order([branch for branch in branches if place.is_before(branch.slug, branch.subject)], place)
    return Slice.of(branches[: size + 1], size, place, began)


def _read_moved(kind: Kind, locales: tuple[str, ...], place: Place | None) -> tuple[int, dict[str, str]]:
    """The release at which the list was begun, and what `find_moved` finds since."""
    newest = read_house().changed_at[kind]
    if place is None:
        return newest, {}
    return place.release, find_moved(kind, locales, place.release) if place.release < newest else {}


def _order(items: list[T], place: Place) -> list[T]:
    return sorted(items, key=lambda item: (item.slug, item.subject), reverse=place.backwards)


def read_offerings(branch: str, guides: Iterable[str]) -> dict[str, bytes]:
    """Guide id -> document of the branch's offering, as bytes. One query."""
    wanted = [as_key(guide) for guide in guides]
    if not wanted:
        return {}
    sql = f"SELECT c.guide, e.body {FROM} WHERE c.kind = '{Kind.OFFERING}' AND {LIVE} AND c.available"
    rows = fetch(f"{sql} AND c.branch = %s AND c.guide IN {slots(wanted)}", [as_key(branch), *wanted])
    return {read_id(guide): bytes(body) for guide, body in rows}


def add_offerings(branch: str, cards: list[Document]) -> list[Document]:
    """The cards of the guides that a branch offers, each with its `offering`. One query."""
    offerings = read_offerings(branch, [card["id"] for card in cards])
    return [card | {"offering": json.loads(offerings[card["id"]])} for card in cards if card["id"] in offerings]
