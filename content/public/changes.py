"""Reads what has become public, changed or gone since a release. Copies are synced with it.

Every subject has one current row per locale. Each change moves that row to the end of the order (release, row).
Release numbers follow the order of commits without gaps. So a reader that continues from its last row misses nothing,
even while others publish, and gets only the newest state of each subject.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from content.edition.models import Current, Release
from content.edition.newest import Stamp, ask_newest, find_newest
from content.model.vocabulary import Kind, State
from content.public.rows import FROM, LIVE, RELEASE, Row, as_key, fetch, fetch_slowly, read_id, read_moment, slots

#: The kinds in a copy. The list of recalls is read whole each time instead.
KINDS = (Kind.GROUP, Kind.VOCABULARY, Kind.BRANCH, Kind.GUIDE, Kind.OFFERING)


@dataclass(frozen=True)
class Selection:
    """What a copy contains. Subjects without a language always belong to it. `branch`: the only branch, by id."""

    locales: tuple[str, ...]
    kinds: tuple[str, ...]
    branch: str | None = None

    def as_sql(self) -> tuple[str, list[Any]]:
        """A condition on a row `c`, and its values.

        Kind and language are wrapped, so that no index on them is used: SQLite has no statistics here, and would scan
        all guides of a language instead of the changes in order.
        """
        locales = ("", *self.locales)
        sql = f"COALESCE(c.kind, '') IN {slots(self.kinds)} AND COALESCE(c.locale, '') IN {slots(locales)}"
        values: list[Any] = [*self.kinds, *locales]
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


@dataclass(frozen=True)
class Change:
    """The newest state of a subject in a locale. `document`: its bytes, empty for a tombstone, which has a `notice`.

    `changed_sections`: key -> digest of the sections that changed since the copy's release.
    """

    row: int
    release: Mark
    kind: str
    subject: str
    locale: str
    slug: str
    state: str
    version: int
    digest: str
    document: bytes
    notice: dict[str, Any]
    changed_sections: dict[str, str]


def read_newest_mark() -> Mark | None:
    """The newest release. One query."""
    return _mark(ask_newest())


def find_newest_mark() -> Mark | None:
    """The newest release, as it is known here: what came a moment ago may be missing."""
    return _mark(find_newest())


def has_mark(mark: Mark) -> bool:
    """Whether this database made that release. One query, except for the newest."""
    if mark == find_newest_mark():
        return True
    made = Release.objects.filter(number=mark.number).values_list("number", "committed_at")
    return _mark(made.first()) == mark


def has_live_before(release: int, locales: Collection[str], kinds: Collection[str]) -> bool:
    """Whether anything of these languages or kinds is public by this release or an earlier one. One query."""
    live = Current.objects.filter(state=State.LIVE, kind__in=KINDS, release__lte=release)
    return live.filter(Q(locale__in=locales) | Q(kind__in=kinds)).exists()


def _mark(stamp: Stamp | None) -> Mark | None:
    return Mark(*stamp) if stamp else None


def read_changes(
    selection: Selection, *, held: Mark | None, since: int, after: tuple[int, int], limit: int | None
) -> Iterator[Change]:
    """At most `limit` changes (None: all) after a place (release, row), in order. One query.

    The copy has everything up to the release `held` (None: nothing yet), and maybe some later changes. Only tombstones
    after the release `since` are included: a new copy needs no older ones.
    """
    condition, values = selection.as_sql()
    sql = (
        f"SELECT {_COLUMNS} {FROM} JOIN {RELEASE} r ON r.number = c.release_id WHERE (c.release_id, c.id) > (%s, %s) "
        f"AND {condition} AND ({LIVE} OR c.release_id > %s) ORDER BY c.release_id, c.id"
    )
    parameters = [*after, *values, since]
    rows = fetch(f"{sql} LIMIT {limit:d}", parameters) if limit is not None else fetch_slowly(sql, parameters)
    for row in rows:
        yield _read_change(row, held)


_COLUMNS = (
    "c.id, c.release_id, r.committed_at, c.kind, c.subject, c.locale, c.slug, c.state, "
    "e.version, e.digest, e.body, e.notice, e.section_digests, e.provenance"
)


def _read_change(row: Row, held: Mark | None) -> Change:
    id, release, moment, kind, subject, locale, slug, state, version, digest, body, notice, digests, provenance = row
    is_live = state == State.LIVE
    return Change(
        row=id,
        release=Mark(release, read_moment(moment)),
        kind=kind,
        subject=read_id(subject),
        locale=locale,
        slug=slug,
        state=state,
        version=version,
        digest=digest,
        document=bytes(body),
        notice=json.loads(notice),
        changed_sections=_changed_sections(json.loads(digests), json.loads(provenance), held) if is_live else {},
    )


def _changed_sections(digests: dict[str, str], provenance: dict[str, Any], held: Mark | None) -> dict[str, str]:
    """Compares dates, not editions: the copy may have any edition in between."""
    moments = provenance["sections_updated_at"]
    return {
        key: digest
        for key, digest in digests.items()
        if held is None or datetime.fromisoformat(moments[key]) > held.committed_at
    }
