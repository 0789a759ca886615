"""Finds what a change of guides concerns elsewhere. What shows a guide as it is now need not be looked at.

An offering depends on whether its guide is public. Another guide depends on that too, and on title and address.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from content.edition.models import Current, Reference
from content.edition.visibility import is_guide_public, name_guide
from content.model.branches.models import Offering
from content.model.compilation import Reference as Subject
from content.model.guides.models import GuidePage
from content.model.guides.pages import find_pages
from content.model.vocabulary import Kind, State
from content.release.deciding import Keep, Publish, TakeOff
from content.release.gathering import Rows, find_current
from content.release.inquiring import Outcome

#: Decisions after which readers have what the guide's page says.
_ORDINARY = (Publish, Keep, TakeOff)


@dataclass(frozen=True)
class _Showing:
    """A current edition that shows a guide."""

    guide: str
    subject: Subject
    locale: str
    state: str
    is_held: bool

    @property
    def is_settled(self) -> bool:
        """Whether it is public as it should be. What is held, or gone, has to be looked at again."""
        return self.state == State.LIVE and not self.is_held


def find_showing_otherwise(guides: Collection[str], known: Collection[Subject]) -> set[Subject]:
    """The subjects that show one of these guides otherwise than it is now, or that come or go with it.

    `known`: subjects that are settled in any case.
    """
    showing = [one for one in _find_showing(guides) if one.subject not in known]
    offerings = _find_offerings(guides)
    settled = [one for one in showing if one.is_settled]
    pages = find_pages(one.guide for one in settled)
    public = {page.pk: page for of_guide in pages.values() for page in of_guide if is_guide_public(page)}
    unchanged = {one for one in settled if offerings.get(one.subject) in public}
    in_guides = [one for one in settled if one.subject.kind == Kind.GUIDE]
    renamed = _find_renamed({one.guide for one in in_guides}, public)
    unchanged |= {one for one in in_guides if one.guide not in renamed}
    unchanged |= set(_find_as_now([one for one in in_guides if one.guide in renamed]))
    # An offering that was never public has no edition with references.
    new = offerings.keys() - {one.subject for one in unchanged}
    return {one.subject for one in showing if one not in unchanged} | new


def is_shown_otherwise(rows: Rows, outcomes: Collection[Outcome]) -> bool:
    """Whether these outcomes change what others show of a guide: its languages, titles and addresses. True in doubt.

    `rows`: its current rows until now.
    """
    if any(row.is_held for row in rows.values()) or any(not isinstance(one.decision, _ORDINARY) for one in outcomes):
        return True
    before = {locale: _name(row) for locale, row in rows.items() if row.state == State.LIVE}
    kept = {one.locale: before.get(one.locale) for one in outcomes if isinstance(one.decision, Keep)}
    new = {one.locale: (one.document.content["title"], one.document.slug) for one in outcomes if one.document}
    return before != kept | new


def _find_offerings(guides: Collection[str]) -> dict[Subject, int]:
    """Each offering of these guides, and the key of the page that it names."""
    rows = Offering.objects.filter(guide__translation_key__in=guides).order_by().values_list("pk", "guide")
    return {Subject(Kind.OFFERING, str(pk)): page for pk, page in rows}


def _find_showing(guides: Collection[str]) -> Iterator[_Showing]:
    rows = Reference.objects.filter(kind=Kind.GUIDE, target__in=guides, edition__current__isnull=False)
    columns = (f"edition__current__{name}" for name in ("kind", "subject", "locale", "state", "is_held"))
    for guide, kind, subject, *rest in rows.values_list("target", *columns):
        yield _Showing(guide, Subject(kind, str(subject)), *rest)


def _find_renamed(guides: Collection[str], public: dict[int, GuidePage]) -> set[str]:
    """Those of these guides that others have to show otherwise: titles and addresses are not as readers have them.

    So is a guide that is held, since others may have shown words of its page that its own edition has not.
    """
    rows = [
        row for of_guide in find_current(Subject(Kind.GUIDE, id) for id in guides).values() for row in of_guide.values()
    ]
    held = {str(row.subject) for row in rows if row.is_held}
    live = (row for row in rows if row.state == State.LIVE)
    known = {(str(row.subject), row.locale, *_name(row)) for row in live}
    pages = (page for page in public.values() if str(page.translation_key) in guides)
    now = {(str(page.translation_key), page.locale.language_code, page.title, page.slug) for page in pages}
    return held | {subject for subject, *_name in known ^ now}


def _name(row: Current) -> tuple[str, str]:
    """Title and address, as readers have them."""
    return row.edition.card["title"], row.slug


def _find_as_now(showing: Collection[_Showing]) -> Iterator[_Showing]:
    """Those whose document shows the guide as it is now."""
    if not showing:
        return
    ids = {one.subject.id for one in showing}
    rows = Current.objects.filter(kind=Kind.GUIDE, subject__in=ids, state=State.LIVE)
    bodies = rows.values_list("subject", "locale", "edition__body")
    documents = {(str(subject), locale): json.loads(bytes(body)) for subject, locale, body in bodies}
    for one in showing:
        if _shows_as_now(documents[one.subject.id, one.locale], one):
            yield one


def _shows_as_now(document: dict[str, Any], showing: _Showing) -> bool:
    """False in doubt: an edition may refer to a guide without showing it."""
    shown = set(_find_shown(document, showing.guide))
    pages = find_pages([showing.guide]).get(showing.guide)
    now = pages and name_guide(pages, showing.locale)
    if not now:
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
