"""Places: websites with the guides that they show, at which version, and since when."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from content.desk.sightings.models import Sighting, What
from content.edition.models import Current, Edition, read_card
from content.model.branches.models import BranchPage
from content.model.vocabulary import Kind, SectionKey, State

#: Places that were not seen for this long are no longer listed.
RECENT = timedelta(days=30)


@dataclass
class Place:
    """A website that shows a guide or section. `since`: the first day on which its current version was seen there."""

    host: str
    guide: str
    title: str
    section: str
    branch: str
    locale: str
    digest: str
    since: date
    last: date
    is_known: bool
    is_current: bool = True
    shown: int = 0
    bookings: int = 0

    @property
    def heading(self) -> str:
        return str(dict(SectionKey.choices).get(self.section, self.section))

    def add(self, row: Sighting) -> None:
        """Add a later sighting of this place."""
        if row.digest != self.digest:
            self.digest, self.since = row.digest, row.day
        self.last = row.day
        if row.what == What.SHOWN:
            self.shown += row.count
        else:
            self.bookings += row.count


def find_places(guide: Any = None, branches: set[str] | None = None) -> list[Place]:
    """The places of the last 30 days, unknown websites and old versions first.

    `guide` and `branches` are filters.
    """
    rows = Sighting.objects.filter(day__gte=timezone.now().date() - RECENT).order_by("day", "pk")
    if guide is not None:
        rows = rows.filter(guide=str(guide))
    if branches is not None:
        rows = rows.filter(branch__in=branches)
    known, editions = find_known_hosts(), _read_editions({row.guide for row in rows} - {""})
    places: dict[tuple[Any, ...], Place] = {}
    for row in rows:
        edition = editions.get((row.guide, row.locale))
        key = (row.host, row.guide, row.section, row.branch, row.locale)
        place = places.setdefault(key, _build_place(row, edition, is_known=row.host in known))
        place.add(row)
        place.is_current = not row.guide or _read_digest(edition, row.section) == place.digest
    return sorted(places.values(), key=lambda place: (place.is_known, place.is_current, place.host, place.title))


def _read_editions(guides: set[str]) -> dict[tuple[str, str], Edition]:
    """(guide, locale) -> its public edition, of these guides."""
    rows = Current.objects.filter(kind=Kind.GUIDE, state=State.LIVE, subject__in=guides).select_related("edition")
    read = rows.only("subject", "locale", *(f"edition__{name}" for name in ("digest", "section_digests", "card_body")))
    return {(str(row.subject), row.locale): row.edition for row in read}


def read_titles(guides: set[str]) -> dict[tuple[str, str], str]:
    """(guide, locale) -> the title of its public edition, of these guides."""
    rows = Current.objects.filter(kind=Kind.GUIDE, state=State.LIVE, subject__in=guides)
    cards = rows.values_list("subject", "locale", "edition__card_body")
    return {(str(subject), locale): read_card(body).get("title", "") for subject, locale, body in cards}


def _build_place(row: Sighting, edition: Edition | None, *, is_known: bool) -> Place:
    return Place(
        host=row.host,
        guide=row.guide,
        title=(edition.card.get("title") if edition else None) or "",
        section=row.section,
        branch=row.branch,
        locale=row.locale,
        digest=row.digest,
        since=row.day,
        last=row.day,
        is_known=is_known,
    )


def _read_digest(edition: Edition | None, section: str) -> str | None:
    if edition is None:
        return None
    digest: str | None = edition.section_digests.get(section) if section else edition.digest
    return digest


def find_known_hosts() -> set[str]:
    origins = [origin for branch in BranchPage.objects.all() for origin in branch.origins]
    return {urlsplit(origin).hostname or "" for origin in origins}
