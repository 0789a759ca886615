"""Finds what a change of guides concerns elsewhere. What shows a guide as it is now need not be looked at.

An offering depends on whether its guide is public. Another guide depends on that too, and on title and address.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from content.edition.models import Current, Reference
from content.edition.visibility import find_public_guide, is_guide_public
from content.model.branches.models import Offering
from content.model.compilation import Compilation
from content.model.compilation import Reference as ReferenceValue
from content.model.guides.pages import find_pages
from content.model.vocabulary import Kind, State


@dataclass(frozen=True)
class _Showing:
    """A current edition that shows a guide."""

    guide: str
    kind: str
    subject: UUID
    locale: str
    state: str
    is_held: bool

    @property
    def is_settled(self) -> bool:
        """Whether it is public as it should be. What is held, or gone, has to be looked at again."""
        return self.state == State.LIVE and not self.is_held


def find_showing_otherwise(guides: Collection[str], known: Collection[ReferenceValue]) -> set[ReferenceValue]:
    """The subjects that show one of these guides otherwise than it is now, or that come or go with it.

    `known`: subjects that are settled in any case.
    """
    showing = list(_find_showing(guides))
    offered = dict(Offering.objects.filter(guide__translation_key__in=guides).order_by().values_list("pk", "guide"))
    public = {page.pk for pages in find_pages(guides).values() for page in pages if is_guide_public(page)}
    of_others = [one for one in showing if one.kind == Kind.GUIDE and one.is_settled]
    unknown = [one for one in of_others if ReferenceValue(one.kind, str(one.subject)) not in known]
    unchanged = {one.subject for one in showing if one.is_settled and offered.get(one.subject) in public}
    unchanged |= {one.subject for one in of_others} - set(_find_outdated(unknown))
    found = {ReferenceValue(one.kind, str(one.subject)) for one in showing if one.subject not in unchanged}
    # An offering that was never public has no edition with references.
    return found | {ReferenceValue(Kind.OFFERING, str(pk)) for pk in offered if pk not in unchanged}


def _find_showing(guides: Collection[str]) -> Iterator[_Showing]:
    rows = Reference.objects.filter(kind=Kind.GUIDE, target__in=guides, edition__current__isnull=False)
    columns = (f"edition__current__{name}" for name in ("kind", "subject", "locale", "state", "is_held"))
    return (_Showing(*row) for row in rows.values_list("target", *columns))


def _find_outdated(showing: Collection[_Showing]) -> Iterator[UUID]:
    if not showing:
        return
    subjects = {one.subject for one in showing}
    rows = Current.objects.filter(kind=Kind.GUIDE, subject__in=subjects).values_list(
        "subject", "locale", "edition__body"
    )
    documents = {(subject, locale): json.loads(bytes(body)) for subject, locale, body in rows if body}
    for one in showing:
        if not _shows_as_now(documents[one.subject, one.locale], one):
            yield one.subject


def _shows_as_now(document: dict[str, Any], showing: _Showing) -> bool:
    """False in doubt: an edition may refer to a guide without showing it."""
    shown = set(_find_shown(document, showing.guide))
    page = find_pages([showing.guide]).get(showing.guide, [None])[0]
    now = page and find_public_guide(Compilation(locale=showing.locale, find_guide=find_public_guide), str(page.pk))
    if now is None:
        return not shown
    return bool(shown) and shown <= {(now.title, now.href), (None, now.href)}


def _find_shown(value: Any, guide: str) -> Iterator[tuple[str | None, str]]:
    """Title and address of the guide, wherever a document shows it; no title: of a link in a text."""
    if isinstance(value, dict):
        if value.get("id") == guide and set(value) == {"id", "title", "url"}:
            yield value["title"], value["url"]
        elif value.get("guide") == guide and "href" in value:
            yield None, value["href"]
        for below in value.values():
            yield from _find_shown(below, guide)
    elif isinstance(value, list):
        for below in value:
            yield from _find_shown(below, guide)
