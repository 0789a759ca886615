"""Reads what has become public, changed or gone since a release. Copies are synced with it.

Every subject has one current row per locale. Each change moves that row to the end of the order (release, row).
Release numbers follow the order of commits without gaps. So a reader that continues from its last row misses nothing,
even while others publish, and gets only the newest state of each subject.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from content.edition.models import Current, Edition, Release
from content.model.vocabulary import Kind, State

#: The kinds in a copy. The list of recalls is read whole each time instead.
KINDS = (Kind.GROUP, Kind.VOCABULARY, Kind.BRANCH, Kind.GUIDE, Kind.OFFERING)


@dataclass(frozen=True)
class Selection:
    """What a copy contains. Subjects without a language always belong to it. `branch`: the only branch, by id."""

    locales: tuple[str, ...]
    kinds: tuple[str, ...]
    branch: str | None = None

    def _apply(self, rows: QuerySet[Current]) -> QuerySet[Current]:
        # Wrapped, so that no index on these columns is used: SQLite has no statistics here, and would scan all guides
        # of a language instead of the changes in order.
        rows = rows.alias(of_kind=Coalesce("kind", Value("")), of_locale=Coalesce("locale", Value("")))
        rows = rows.filter(of_kind__in=self.kinds, of_locale__in=("", *self.locales))
        if self.branch is not None:
            rows = rows.filter(
                ~Q(kind__in=(Kind.BRANCH, Kind.OFFERING))
                | Q(kind=Kind.BRANCH, subject=self.branch)
                | Q(kind=Kind.OFFERING, branch=self.branch)
            )
        return rows


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
    return _read_mark(Release.objects.order_by("-number"))


def has_mark(mark: Mark) -> bool:
    """Whether this database made that release. One query."""
    return _read_mark(Release.objects.filter(number=mark.number)) == mark


def _read_mark(releases: QuerySet[Release]) -> Mark | None:
    found = releases.values_list("number", "committed_at").first()
    return Mark(*found) if found else None


def read_changes(
    selection: Selection, *, held: Mark | None, since: int, after: tuple[int, int], limit: int | None
) -> Iterator[Change]:
    """At most `limit` changes (None: all) after a place (release, row), in order. One query.

    The copy has everything up to the release `held` (None: nothing yet), and maybe some later changes. Only tombstones
    after the release `since` are included: a new copy needs no older ones.
    """
    release, row = after
    rows = selection._apply(Current.objects.filter(release__gte=release)).exclude(release=release, pk__lte=row)
    rows = rows.filter(Q(state=State.LIVE) | Q(release__gt=since)).order_by("release", "pk")
    unread = ("body_gzip", "body_br", "card", "source")
    rows = rows.select_related("edition", "release").defer(*(f"edition__{name}" for name in unread))
    # A bundle reads everything, but never holds it all in memory.
    for current in rows.iterator(chunk_size=50) if limit is None else rows[:limit]:
        edition = current.edition
        yield Change(
            row=current.pk,
            release=Mark(current.release.number, current.release.committed_at),
            kind=current.kind,
            subject=str(current.subject),
            locale=current.locale,
            slug=current.slug,
            state=current.state,
            version=edition.version,
            digest=edition.digest,
            document=bytes(edition.body),
            notice=edition.notice,
            changed_sections=_changed_sections(edition, held) if current.state == State.LIVE else {},
        )


def _changed_sections(edition: Edition, held: Mark | None) -> dict[str, str]:
    """Compares dates, not editions: the copy may have any edition in between."""
    moments = edition.provenance["sections_updated_at"]
    return {
        key: digest
        for key, digest in edition.section_digests.items()
        if held is None or datetime.fromisoformat(moments[key]) > held.committed_at
    }
