"""Reads what has become public, changed or gone since a release. Copies are synced with it.

Every subject has one current row per locale. Each change moves that row to the end of the order (release, row).
Release numbers follow the order of commits without gaps. So a reader that continues from its last row misses nothing,
even while others publish, and gets only the newest state of each subject.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q

from content.edition.models import Current, Release
from content.edition.newest import Stamp, ask_newest, find_newest
from content.model.vocabulary import Kind, State
from content.public.rows import (
    CURRENT,
    EDITION,
    LIVE,
    Row,
    as_key,
    as_text,
    fetch,
    fetch_slowly,
    read_id,
    slots,
)

#: The kinds in a copy. The list of recalls is read whole each time instead.
KINDS = (Kind.GROUP, Kind.VOCABULARY, Kind.BRANCH, Kind.GUIDE, Kind.OFFERING)
#: In place of a guide: what a list shows of it. Only for copies that ask for it, and that have no guides.
CARD = "card"
#: What a copy can be asked for.
TYPES = tuple(map(str, (*KINDS, CARD)))


@dataclass(frozen=True)
class Selection:
    """What a copy contains. Subjects without a language always belong to it. `branch`: the only branch, by id."""

    locales: tuple[str, ...]
    kinds: tuple[str, ...]
    branch: str | None = None

    @property
    def bytes(self) -> str:
        """How many bytes of a row `c` are sent, as SQL. To look at its edition for that takes longer than all else."""
        found = f"(SELECT length({self.body}) FROM {EDITION} e WHERE e.id = c.edition_id)"
        return found if CARD in self.kinds else f"CASE c.bytes WHEN 0 THEN {found} ELSE c.bytes END"

    @property
    def body(self) -> str:
        """What is sent of an edition `e` of a row `c`, as SQL."""
        return f"CASE c.kind WHEN '{Kind.GUIDE}' THEN e.card_body ELSE e.body END" if CARD in self.kinds else "e.body"

    def name(self, kind: str) -> str:
        """What a thing of this kind is called in the copy."""
        return CARD if kind == Kind.GUIDE and CARD in self.kinds else kind

    def as_sql(self) -> tuple[str, list[Any]]:
        """A condition on a row `c`, and its values.

        Kind and language are wrapped, so that no index on them is used: SQLite has no statistics here, and would scan
        all guides of a language instead of the changes in order.
        """
        locales = ("", *self.locales)
        kinds = [Kind.GUIDE if kind == CARD else kind for kind in self.kinds]
        sql = f"COALESCE(c.kind, '') IN {slots(kinds)} AND COALESCE(c.locale, '') IN {slots(locales)}"
        values: list[Any] = [*kinds, *locales]
        if self.branch is not None:
            own = f"c.kind = '{Kind.BRANCH}' AND c.subject = %s OR c.kind = '{Kind.OFFERING}' AND c.branch = %s"
            sql += f" AND (c.kind NOT IN ('{Kind.BRANCH}', '{Kind.OFFERING}') OR {own})"
            values += [as_key(self.branch)] * 2
        return sql, values


@dataclass(frozen=True)
class Mark:
    """A release with its moment. In a restored database the same number may be another release."""

    number: int
    committed_at: datetime


#: Keys and digests of sections.
Sections = tuple[tuple[str, str], ...]


class Change(NamedTuple):
    """The newest state of a subject in a locale. `document`: its bytes, empty for a tombstone, which has a `notice`.

    `etag`: what these bytes are named. `notice`: an object as JSON. `changed_sections`: those that changed since the
    copy's release.
    """

    row: int
    release: int
    kind: str
    subject: str
    locale: str
    slug: str
    state: str
    version: int
    digest: str
    etag: str
    document: bytes
    notice: str
    changed_sections: Sections


def read_newest_mark() -> Mark | None:
    """The newest release. One query."""
    return _mark(ask_newest())


def find_newest_mark() -> Mark | None:
    """The newest release, as it is known here: what came a moment ago may be missing."""
    return _mark(find_newest())


def has_mark(mark: Mark) -> bool:
    """Whether this database made that release. One query, except for the newest."""
    return find_mark(mark.number) == mark


def find_mark(number: int) -> Mark | None:
    """A release by its number. One query, except for the newest."""
    newest = find_newest_mark()
    if newest and newest.number == number:
        return newest
    return _mark(Release.objects.filter(number=number).values_list("number", "committed_at").first())


def has_live_before(release: int, locales: Collection[str], kinds: Collection[str]) -> bool:
    """Whether anything of these languages or kinds is public by this release or an earlier one. One query."""
    live = Current.objects.filter(state=State.LIVE, kind__in=KINDS, release__lte=release)
    return live.filter(Q(locale__in=locales) | Q(kind__in=kinds)).exists()


def _mark(stamp: Stamp | None) -> Mark | None:
    return Mark(*stamp) if stamp else None


@dataclass(frozen=True)
class Pass:
    """A place in the order of changes, and what is asked for from there on.

    The copy has everything up to the release `held` (None: nothing yet), and maybe some later changes. Only tombstones
    after the release `since` are included: a new copy needs no older ones. `after`: (release, row).
    """

    selection: Selection
    held: Mark | None
    since: int
    after: tuple[int, int]

    def as_sql(self) -> tuple[str, list[Any]]:
        """The condition of the rows `c` that come, and its values."""
        chosen, values = self.selection.as_sql()
        sql = f"(c.release_id, c.id) > (%s, %s) AND {chosen} AND ({LIVE} OR c.release_id > %s)"
        return sql, [*self.after, *values, self.since]


def read_changes(asked: Pass) -> Iterator[Change]:
    """All changes, in order. One query."""
    condition, values = asked.as_sql()
    sql = f"SELECT {_columns(asked)} FROM {CURRENT} c {_EDITIONS} WHERE {condition} {_IN_ORDER}"
    for row in fetch_slowly(sql, values):
        yield _read_change(row, asked)


def read_page(asked: Pass, *, size: int, most_bytes: int) -> tuple[list[Change], bool]:
    """The first changes, in order, and whether there are more. One query.

    At most `size`, and no more documents than fit into `most_bytes`, but at least one. The database adds their lengths
    up, which it knows without reading them, and reads none that would be left out.
    """
    condition, values = asked.as_sql()
    place = f"c.id, c.release_id, {asked.selection.bytes} AS bytes"
    found = f"SELECT {place} FROM {CURRENT} c WHERE {condition} {_IN_ORDER} LIMIT {size + 1:d}"
    up_to = "OVER (ORDER BY release_id, id ROWS UNBOUNDED PRECEDING)"
    counted = f"SELECT id, SUM(bytes) {up_to} AS total, COUNT(*) {up_to} AS rank, COUNT(*) OVER () AS found"
    sql = (
        f"SELECT p.found, {_columns(asked)} FROM ({counted} FROM ({found}) f) p "
        f"JOIN {CURRENT} c ON c.id = p.id {_EDITIONS} "
        f"WHERE p.rank <= {size:d} AND (p.rank = 1 OR p.total <= {most_bytes:d}) ORDER BY p.rank"
    )
    rows = fetch(sql, values)
    return [_read_change(row[1:], asked) for row in rows], bool(rows) and rows[0][0] > len(rows)


_IN_ORDER = "ORDER BY c.release_id, c.id"
_EDITIONS = f"JOIN {EDITION} e ON e.id = c.edition_id"


def _columns(asked: Pass) -> str:
    provenance = as_text("e.provenance") if asked.held else "'{}'"
    return (
        "c.id, c.release_id, c.kind, c.subject, c.locale, c.slug, c.state, e.version, e.digest, e.etag, "
        f"{asked.selection.body}, {as_text('e.notice')}, {as_text('e.section_digests')}, {provenance}"
    )


def _read_change(row: Row, asked: Pass) -> Change:
    *place, kind, subject, locale, slug, state, version, digest, etag, body, notice, digests, provenance = row
    kind = asked.selection.name(kind)
    sections = _read_sections(digests) if body and kind != CARD else ()
    if asked.held and sections:
        sections = _since(asked.held, sections, json.loads(provenance)["sections_updated_at"])
    told = kind, read_id(subject), locale, slug, state, version, digest, etag
    return Change._make((*place, *told, bytes(body), notice, sections))


@lru_cache(maxsize=1024)
def _read_sections(digests: str) -> Sections:
    return tuple(json.loads(digests).items())


def _since(held: Mark, sections: Sections, moments: dict[str, str]) -> Sections:
    """Compares dates, not editions: the copy may have any edition in between."""
    return tuple(part for part in sections if datetime.fromisoformat(moments[part[0]]) > held.committed_at)
