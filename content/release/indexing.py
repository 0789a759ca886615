"""Writes a guide's search terms, in the transaction that makes its edition public."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q

from content.edition.models import Current, SearchTerm
from content.model.folding import tidy
from content.model.search.terms import VERSION, read_terms
from content.model.vocabulary import Kind, State
from content.release.search.texts import Part, read_parts


#: Rows in one query, so that a database accepts them.
AT_ONCE = 500


class _Row(NamedTuple):
    part: str
    term: str
    word: str
    weight: int


def index_guide(current: Current, document: dict[str, Any]) -> None:
    """Make the search terms of a guide those of this document. An empty document has none. Writes what differs only."""
    terms = SearchTerm.objects.filter(current=current)
    stored = {_Row(*row): pk for pk, *row in terms.values_list("pk", *_Row._fields)}
    wanted = {row for part in read_parts(document) for row in _weigh(part)} if document else set()
    gone = [pk for row, pk in stored.items() if row not in wanted]
    for start in range(0, len(gone), AT_ONCE):
        some = terms.filter(pk__in=gone[start : start + AT_ONCE])
        some._raw_delete(some.db)  # `delete` would read each row first, for receivers that these have not
    new = (SearchTerm(current=current, **row._asdict()) for row in sorted(wanted - stored.keys()))
    SearchTerm.objects.bulk_create(new, batch_size=AT_ONCE)
    if current.indexed_by != VERSION:
        current.indexed_by = VERSION
        current.save(update_fields=["indexed_by"])


def index_stale() -> None:
    """Index live guides that have no search terms, or terms of another version. Safe to repeat."""
    live = Current.objects.filter(kind=Kind.GUIDE, state=State.LIVE)
    for pk in list(live.filter(~Q(indexed_by=VERSION) | Q(search_terms=None)).values_list("pk", flat=True).distinct()):
        with transaction.atomic():
            current = live.select_for_update(of=("self",)).select_related("edition").filter(pk=pk).first()
            if current:
                index_guide(current, json.loads(bytes(current.edition.body)))


def _weigh(part: Part) -> Iterable[_Row]:
    """Each word of a part once, with the weight of the weightiest text that has it."""
    rows: dict[str, _Row] = {}
    for text in sorted(part.texts, key=lambda text: -text.weight):
        for found in read_terms(text.words):
            if found.term not in rows:
                word = tidy(text.words[found.start : found.end]).lower()[:60]
                rows[found.term] = _Row(part.key, found.term, word, text.weight)
    return rows.values()
