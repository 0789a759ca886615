"""Writes a guide's search terms, in the transaction that makes its edition public."""

import json
from typing import Any

from django.db import transaction
from django.db.models import Q

from content.edition.models import Current, SearchTerm
from content.model.folding import tidy
from content.model.search.terms import VERSION, read_terms
from content.model.vocabulary import Kind, State
from content.release.search.texts import Part, read_parts


def index_guide(current: Current, document: dict[str, Any]) -> None:
    """Replace the search terms of a guide by those of this document. An empty document has none."""
    SearchTerm.objects.filter(current=current).delete()
    if document:
        rows = [row for part in read_parts(document) for row in _weigh(current, part)]
        SearchTerm.objects.bulk_create(rows, batch_size=500)
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


def _weigh(current: Current, part: Part) -> list[SearchTerm]:
    """Each word of a part once, with the weight of the weightiest text that has it."""
    rows: dict[str, SearchTerm] = {}
    for text in sorted(part.texts, key=lambda text: -text.weight):
        for found in read_terms(text.words):
            if found.term not in rows:
                word = tidy(text.words[found.start : found.end]).lower()[:60]
                rows[found.term] = SearchTerm(
                    current=current, part=part.key, term=found.term, word=word, weight=text.weight
                )
    return list(rows.values())
