"""Which website shows what, at which version, and since when."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from content.desk.sightings.models import Sighting, What
from content.edition.models import Current
from content.model.branches.models import BranchPage
from content.model.vocabulary import Kind, SectionKey, State

#: What was not seen for so long is no longer said to be there.
RECENT = timedelta(days=30)


@dataclass
class Place:
    """One thing on one website. `since`: the first day at which the version shown last was seen there."""

    host: str
    guide: str
    title: str
    section: str
    branch: str
    locale: str
    digest: str
    since: date
    last: date
    shown: int
    bookings: int
    is_known: bool
    is_current: bool

    @property
    def heading(self) -> str:
        return str(SectionKey(self.section).label) if self.section else ""


def find_places(guide: Any = None, branches: set[str] | None = None) -> list[Place]:
    """What was seen in the last 30 days; unknown websites and old versions first. Of one guide, of some branches."""
    rows = Sighting.objects.filter(day__gte=timezone.now().date() - RECENT).order_by("day", "pk")
    if guide is not None:
        rows = rows.filter(guide=str(guide))
    if branches is not None:
        rows = rows.filter(branch__in=branches)
    known = find_known_hosts()
    current = {
        (str(row.subject), row.locale): row.edition
        for row in Current.objects.filter(kind=Kind.GUIDE, state=State.LIVE).select_related("edition")
    }
    places: dict[tuple[Any, ...], Place] = {}
    for row in rows:
        key = (row.host, row.guide, row.section, row.branch, row.locale)
        edition = current.get((row.guide, row.locale))
        place = places.setdefault(
            key,
            Place(
                host=row.host,
                guide=row.guide,
                title=(edition.card.get("title") if edition else None) or "",
                section=row.section,
                branch=row.branch,
                locale=row.locale,
                digest=row.digest,
                since=row.day,
                last=row.day,
                shown=0,
                bookings=0,
                is_known=row.host in known,
                is_current=True,
            ),
        )
        if row.digest != place.digest:
            place.digest, place.since = row.digest, row.day
        place.last = row.day
        if row.what == What.SHOWN:
            place.shown += row.count
        else:
            place.bookings += row.count
        place.is_current = not row.guide or _digest_of(edition, row.section) == place.digest
    return sorted(places.values(), key=lambda place: (place.is_known, place.is_current, place.host, place.title))


def _digest_of(edition: Any, section: str) -> str | None:
    if edition is None:
        return None
    digest: str | None = edition.section_digests.get(section) if section else edition.digest
    return digest


def find_known_hosts() -> set[str]:
    origins = [origin for branch in BranchPage.objects.all() for origin in branch.origins]
    return {urlsplit(origin).hostname or "" for origin in origins}
