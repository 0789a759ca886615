"""Writes the search terms of guides, in the transaction that makes their editions public; and what they refer to."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from content.edition.models import Current, SearchTerm
from content.model import usage
from content.model.compilation import Reference
from content.model.folding import tidy
from content.model.guides.pages import find_pages
from content.model.search.terms import VERSION, read_terms
from content.model.vocabulary import Kind, State
from content.release.search.texts import read_parts

#: Rows in one query, so that a database accepts them.
AT_ONCE = 500


class _Row(NamedTuple):
    current: int
    locale: str
    part: str
    term: str
    word: str
    weight: int


#: Guides, each with its document, which is empty if readers have none.
Documents = Sequence[tuple[Current, dict[str, Any]]]


class Difference(NamedTuple):
    """Between the search terms that are stored of some guides, and those of their documents."""

    gone: list[int]
    new: list[_Row]


def compare_terms(documents: Documents) -> Difference:
    wanted = {row for current, document in documents if document for row in _read_rows(current, document)}
    terms = SearchTerm.objects.filter(current__in=[current.pk for current, _document in documents])
    stored = {_Row(*row): pk for pk, *row in terms.values_list("pk", *_Row._fields)}
    return Difference([pk for row, pk in stored.items() if row not in wanted], sorted(wanted - stored.keys()))


def index_guides(documents: Documents, difference: Difference | None = None) -> None:
    """Make the search terms of guides those of their documents. `difference`: if it is known already."""
    gone, new = difference or compare_terms(documents)
    for start in range(0, len(gone), AT_ONCE):
        some = SearchTerm.objects.filter(pk__in=gone[start : start + AT_ONCE])
        some._raw_delete(some.db)  # `delete` would read each row first, for receivers that these have not
    rows = (row._asdict() for row in new)
    SearchTerm.objects.bulk_create(
        [SearchTerm(current_id=row.pop("current"), **row) for row in rows], batch_size=AT_ONCE
    )
    for current, _document in documents:
        if current.indexed_by != VERSION:
            current.indexed_by = VERSION
            current.save(update_fields=["indexed_by"])


def index_stale() -> None:
    """Index live guides that have no search terms, or terms of another version. Safe to repeat."""
    live = Current.objects.filter(kind=Kind.GUIDE, state=State.LIVE)
    terms = SearchTerm.objects.filter(current=OuterRef("pk"))
    # A version that knew no language of a term wrote none.
    incomplete = Q(pk__in=SearchTerm.objects.filter(locale="").values("current"))
    for pk in list(live.filter(~Q(indexed_by=VERSION) | ~Exists(terms) | incomplete).values_list("pk", flat=True)):
        with transaction.atomic():
            current = live.select_for_update(of=("self",)).select_related("edition").filter(pk=pk).first()
            if current:
                index_guides([(current, json.loads(bytes(current.edition.body)))])


def _read_rows(current: Current, document: dict[str, Any]) -> Iterator[_Row]:
    """Each word of each part once, with the weight of the weightiest text that has it."""
    for part in read_parts(document):
        seen = set()
        for text in sorted(part.texts, key=lambda text: -text.weight):
            for found in read_terms(text.words):
                if found.term not in seen:
                    seen.add(found.term)
                    word = tidy(text.words[found.start : found.end]).lower()[:60]
                    yield _Row(current.pk, current.locale, part.key, found.term, word, text.weight)


def index_usage(batch: Iterable[Reference], saved: Mapping[Reference, Set[int]]) -> None:
    """Wagtail's index of what guides refer to, of the pages that were saved (`content.model.usage`)."""
    guides = find_pages(one.id for one in batch if one.kind == Kind.GUIDE and one in saved)
    for guide, pages in guides.items():
        for page in pages:
            if page.pk in saved[Reference(Kind.GUIDE, guide)]:
                usage.index(page)
