"""Writes what a guide is found by, in the transaction that makes its edition public."""

from typing import Any

from content.editions.models import Current, SearchTerm
from content.letters import tidy
from content.search.terms import read_terms
from content.search.texts import Part, read_parts


def index_guide(current: Current, document: dict[str, Any]) -> None:
    """Put the words of a document in the place of those before; an empty one leaves none."""
    SearchTerm.objects.filter(current=current).delete()
    if document:
        rows = [row for part in read_parts(document) for row in _weigh(current, part)]
        SearchTerm.objects.bulk_create(rows, batch_size=500)


def _weigh(current: Current, part: Part) -> list[SearchTerm]:
    """Each word of a part once, by the weightiest text that it stands in."""
    rows: dict[str, SearchTerm] = {}
    for text in sorted(part.texts, key=lambda text: -text.weight):
        for found in read_terms(text.words):
            if found.term not in rows:
                word = tidy(text.words[found.start : found.end]).lower()[:60]
                rows[found.term] = SearchTerm(
                    current=current, part=part.key, term=found.term, word=word, weight=text.weight
                )
    return list(rows.values())
