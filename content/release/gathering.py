"""Reads at once what the next subjects of a settling need. Later questions about it query nothing (`remembering`).

Only saves queries: what is not gathered here is read when it is needed.
"""

from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any

from wagtail.fields import StreamField

from content.edition.compiler.compiled import read_stored, serialise
from content.edition.models import Current
from content.model.blocks.choosers import find_chosen, find_rows
from content.model.branches.pages import find_branch_pages
from content.model.compilation import Reference
from content.model.guides.models import GuidePage, find_in_languages
from content.model.guides.pages import find_pages
from content.model.images.models import GuideImage
from content.model.remembering import know, remembered_each
from content.model.snippets.models import Therapy
from content.model.snippets.translations import find_translations
from content.model.vocabulary import Kind
from content.release.candidates import find_offerings

_STREAMS = [field for field in GuidePage._meta.concrete_fields if isinstance(field, StreamField)]
#: Columns of an edition that settling needs for few subjects only. They are read then.
_SELDOM = [f"edition__{name}" for name in ("body", "body_gzip", "body_br", "places", "source")]
#: Current rows of a subject, by language.
Rows = dict[str, Current]


def gather(subjects: Iterable[Reference]) -> dict[Reference, Rows]:
    """The current rows of these subjects, with editions and references."""
    subjects = list(subjects)
    if offerings := [subject.id for subject in subjects if subject.kind == Kind.OFFERING]:
        _gather_offerings(offerings)
    if guides := [subject.id for subject in subjects if subject.kind == Kind.GUIDE]:
        _gather_guides(guides)
    return find_current(subjects)


@remembered_each
def find_current(subjects: list[Reference]) -> dict[Reference, Rows]:
    """The rows themselves, which settling changes, and forgets when it is done with them."""
    found: dict[Reference, Rows] = {subject: {} for subject in subjects}
    kinds, ids = {subject.kind for subject in subjects}, {subject.id for subject in subjects}
    rows = Current.objects.filter(kind__in=kinds, subject__in=ids).select_related("edition").defer(*_SELDOM)
    for row in rows.prefetch_related("edition__references").order_by("pk"):
        if (subject := Reference(row.kind, str(row.subject))) in found:
            found[subject][row.locale] = row
    return found


def _gather_offerings(ids: list[str]) -> None:
    offerings = find_offerings(ids).values()
    find_branch_pages(str(offering.branch.translation_key) for offering in offerings)


def _gather_guides(ids: list[str]) -> None:
    pages = [page for found in find_pages(ids).values() for page in found]
    for page in pages:
        _keep_stored(page)
    chosen = {row for page in pages for row in _find_chosen(page)}
    rows = find_rows(row for row in chosen if row[0])
    find_in_languages(id for model, id in chosen if model is None)
    for page in pages:
        page.hero = copy(rows.get((GuideImage, page.hero_id)))
    named = [page.category for page in pages if page.category], [row for row in rows.values() if type(row) is Therapy]
    find_translations((type(thing), thing.translation_key) for things in named for thing in things)


def _keep_stored(page: GuidePage) -> None:
    """Its streams are unread yet, so it need not be fetched again. Blocks without an id would be given one here."""
    if all(raw.get("id") for field in _STREAMS for raw in getattr(page, field.name).raw_data):
        know(serialise, page, read_stored(page))


def _find_chosen(page: GuidePage) -> Iterator[tuple[Any, Any]]:
    if page.hero_id:
        yield GuideImage, page.hero_id
    for field in _STREAMS:
        for raw in getattr(page, field.name).raw_data:
            if block := field.stream_block.child_blocks.get(raw["type"]):
                yield from find_chosen(block, raw["value"])
