"""Reads the cards of guides, each in the best of the reader's languages, in the order of lists."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from content.model.vocabulary import Kind, State
from content.public.rows import CURRENT, FROM, LIVE, as_key, fetch, read_id, slots

GUIDES = f"c.kind = '{Kind.GUIDE}' AND {LIVE}"


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
class Place:
    """A place in a list: after (or before) the item with this slug and id.

    `release`: the one at which the list was begun. What is renamed later keeps its place in it until the end.
    """

    slug: str
    subject: str
    release: int
    backwards: bool = False

    def is_before(self, slug: str, subject: str) -> bool:
        """Whether the item is still to come."""
        own, other = (self.slug, self.subject), (slug, subject)
        return other < own if self.backwards else other > own


@dataclass(frozen=True)
class Card:
    """A guide's card as bytes."""

    slug: str
    subject: str
    body: bytes


def read_cards(
    locales: tuple[str, ...],
    narrowed: GuideFilter | None = None,
    *,
    place: Place | None = None,
    most: int | None = None,
    among: Collection[str] | None = None,
) -> list[Card]:
    """At most `most` cards from a place on, in its direction. One query. `among`: only of these guides, by id.

    Each language is read in order and no further than needed: so a page of a long list costs as much as of a short one.
    """
    conditions, values = _narrow(narrowed or GuideFilter())
    direction, limit = "DESC" if place and place.backwards else "ASC", f" LIMIT {most:d}" if most is not None else ""
    if place:
        conditions.append(f"(c.slug, c.subject) {'<' if place.backwards else '>'} (%s, %s)")
        values += [place.slug, as_key(place.subject)]
    if among is not None:
        conditions.append(f"c.subject IN {slots(list(among))}")
        values += map(as_key, among)
    parts: list[str] = []
    parameters: list[Any] = []
    for rank, locale in enumerate(locales):
        condition, better = is_best(rank, locales)
        where = " AND ".join([GUIDES, condition, *conditions])
        order = f"ORDER BY c.slug {direction}, c.subject {direction}{limit}"
        parts.append(f"SELECT * FROM (SELECT c.slug, c.subject, e.card_body {FROM} WHERE {where} {order}) l{rank}")
        parameters += [locale, *better, *values]
    order = f"ORDER BY slug {direction}, subject {direction}{limit}"
    rows = fetch(f"{' UNION ALL '.join(parts)} {order}", parameters)
    return [Card(slug, read_id(subject), bytes(body)) for slug, subject, body in rows]


def is_best(rank: int, locales: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The condition that a guide `c` is in this language of the chain and in none before, and its values after that."""
    if not rank:
        return "c.locale = %s", ()
    better = locales[:rank]
    other = f"SELECT 1 FROM {CURRENT} b WHERE b.kind = '{Kind.GUIDE}' AND b.subject = c.subject"
    return (
        f"c.locale = %s AND NOT EXISTS ({other} AND b.state = '{State.LIVE}' AND b.locale IN {slots(better)})",
        better,
    )


def _narrow(narrowed: GuideFilter) -> tuple[list[str], list[Any]]:
    """Conditions and their values."""
    since = narrowed.updated_since
    asked = {
        "c.category = %s": narrowed.category,
        "c.body_area = %s": narrowed.body_area,
        "c.minutes_max <= %s": narrowed.max_minutes,
        "c.sessions_max <= %s": narrowed.max_sessions,
        "c.updated_at >= %s": connection.ops.adapt_datetimefield_value(since) if since else None,
        is_offered("c.subject"): as_key(narrowed.branch) if narrowed.branch else None,
    }
    given = {condition: value for condition, value in asked.items() if value is not None}
    return list(given), list(given.values())


def is_offered(guide: str) -> str:
    """The condition that a branch, its one value, offers a guide (a column)."""
    offered = f"o.kind = '{Kind.OFFERING}' AND o.state = '{State.LIVE}' AND o.available"
    return f"EXISTS (SELECT 1 FROM {CURRENT} o WHERE {offered} AND o.guide = {guide} AND o.branch = %s)"
