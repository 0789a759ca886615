"""What has become public, changed or gone since a release: by this, copies elsewhere are kept in step.

Every subject has one current row, which moves to the end of the order (release, row) with each of its changes.
Release numbers follow the order of commits without gaps, so that whoever reads on from the last row that it has
seen misses nothing, however publications and pages interleave, and gets only the newest of what changed twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from content.edition.models import Current, Edition, Release
from content.model.vocabulary import Kind, State

#: What a copy holds. What stands recalled is read whole instead, each time.
KINDS = (Kind.GROUP, Kind.VOCABULARY, Kind.BRANCH, Kind.GUIDE, Kind.OFFERING)


@dataclass(frozen=True)
class Selection:
    """What a copy is of. Things without a language always belong to it; `branch`, an id, narrows its own things."""

    locales: tuple[str, ...]
    kinds: tuple[str, ...]
    branch: str | None = None

    def _apply(self, rows: QuerySet[Current]) -> QuerySet[Current]:
        # The columns are wrapped so that no index on them is used: SQLite, which keeps no statistics, would walk all
        # guides of a language instead of what changed, in order.
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
    """A release, with its moment: a database that was restored may have another release of that number."""

    number: int
    committed_at: datetime


@dataclass(frozen=True)
class Change:
    """The newest state of a subject in a locale. `document` is its bytes, empty for a tombstone, which has a `notice`.

    `changed_sections` are those (key -> digest) that have changed since what the copy has.
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
    """Whether that release was made here. One query."""
    return _read_mark(Release.objects.filter(number=mark.number)) == mark


def _read_mark(releases: QuerySet[Release]) -> Mark | None:
    found = releases.values_list("number", "committed_at").first()
    return Mark(*found) if found else None


def read_changes(
    selection: Selection, *, held: Mark | None, since: int, after: tuple[int, int], limit: int | None
) -> Iterator[Change]:
    """At most `limit` changes (None: all) that come after a place (release, row), in order. One query.

    The copy has all up to the release `held` (None: nothing yet), and may have some of what came later. What is
    gone is told only where it went after the release `since`: a copy that is made from nothing needs to know no
    other tombstones.
    """
    release, row = after
    rows = selection._apply(Current.objects.filter(release__gte=release)).exclude(release=release, pk__lte=row)
    rows = rows.filter(Q(state=State.LIVE) | Q(release__gt=since)).order_by("release", "pk")
    unread = ("body_gzip", "body_br", "card", "source")
    rows = rows.select_related("edition", "release").defer(*(f"edition__{name}" for name in unread))
    # All of it, for a bundle, is not held at once.
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
    """By when each section last changed, not by comparing two editions: a copy may have any edition in between."""
    moments = edition.provenance["sections_updated_at"]
    return {
        key: digest
        for key, digest in edition.section_digests.items()
        if held is None or datetime.fromisoformat(moments[key]) > held.committed_at
    }
