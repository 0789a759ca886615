"""Searches the parts of guides. The database only looks up words; the ranking is ours, and so the same on every one.

Scores are a weighted tf-idf: the weight of each word's best field, divided by how common the word is, times the share
of the question that the part answers.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from math import log
from typing import Any

from content.edition.models import SearchTerm
from content.model.vocabulary import OVERVIEW, SectionKey
from content.public.cards import GUIDES, is_best, is_offered
from content.public.excerpts import Excerpt, find_kept, read_shown
from content.public.guessing import Guesses, read_meaning
from content.public.rows import CURRENT, FROM, Row, as_key, fetch, slots
from content.release.search.texts import Part

TERM = SearchTerm._meta.db_table
_ORDER = {key: rank for rank, key in enumerate([OVERVIEW, *SectionKey.values])}


@dataclass(frozen=True)
class Hit:
    """A part of a guide. `card`: the guide's, as bytes."""

    card: bytes
    part: Part
    excerpt: Excerpt


@dataclass(frozen=True)
class Found:
    """`corrected`: the question with its mistyped words corrected; None if there were none.

    `cost`: the effort of the search; 1 if all words are known.
    """

    hits: list[Hit]
    corrected: str | None
    cost: int = 1


def search(question: str, locales: tuple[str, ...], *, branch: str | None = None, limit: int = 20) -> Found:
    """The parts that answer a question best, at most `limit`. At most five queries; none for an empty question.

    `locales`: a fallback chain. Each guide is searched in the best locale that it is live in. `branch` is an id.
    """
    meant = read_meaning(question, locales)
    if meant is None:
        return Found([], None)
    ranked = _rank([guess for guess in meant.guesses if guess], locales, branch, limit)
    return Found(list(_show(ranked, meant.terms)), meant.corrected, meant.cost)


def _rank(guesses: list[Guesses], locales: tuple[str, ...], branch: str | None, limit: int) -> list[tuple[int, str]]:
    """The best parts, best first: (id of the current row, key). One query."""
    by_part: dict[tuple[int, str, str], dict[str, int]] = defaultdict(dict)
    spread: dict[str, int] = defaultdict(int)
    for current, slug, part, term, weight in _find(
        sorted({term for guess in guesses for term in guess}), locales, branch
    ):
        if part in _ORDER:  # an older edition may have a section that the code no longer has
            by_part[current, slug, part][term] = weight
            spread[term] += 1
    rarity = {term: log(2 + count) for term, count in spread.items()}
    #: Term -> the words of the question that it may be meant by, and how likely.
    meant: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for word, guess in enumerate(guesses):
        for term, likeness in guess.items():
            meant[term].append((word, likeness))

    def worth(place: tuple[int, str, str]) -> tuple[float, str, int]:
        gains = [0.0] * len(guesses)
        for term, weight in by_part[place].items():
            for word, likeness in meant[term]:
                gains[word] = max(gains[word], weight * likeness / rarity[term])
        score = sum(gains) * sum(gain > 0 for gain in gains) / len(gains)
        return -round(score, 6), place[1], _ORDER[place[2]]

    return [(current, part) for current, _slug, part in nsmallest(limit, by_part, key=worth)]


def _find(terms: list[str], locales: tuple[str, ...], branch: str | None) -> list[Row]:
    """Where these terms are, in each guide's best language: (id of the current row, slug, part, term, weight)."""
    if not terms:
        return []
    parts: list[str] = []
    parameters: list[Any] = []
    for rank, locale in enumerate(locales):
        condition, better = is_best(rank, locales)
        conditions, values = [f"t.term IN {slots(terms)}", GUIDES, condition], [*terms, locale, *better]
        if branch is not None:
            conditions.append(is_offered("c.subject"))
            values.append(as_key(branch))
        joined = f"FROM {TERM} t JOIN {CURRENT} c ON c.id = t.current_id"
        parts.append(f"SELECT c.id, c.slug, t.part, t.term, t.weight {joined} WHERE {' AND '.join(conditions)}")
        parameters += values
    return fetch(" UNION ALL ".join(parts), parameters)


def _show(ranked: list[tuple[int, str]], terms: set[str]) -> Iterator[Hit]:
    """One query. It brings the bodies only of guides that are not kept as they are now."""
    ids = sorted({current for current, _part in ranked})
    if not ids:
        return
    known = find_kept(ids)
    new = f"CASE WHEN e.etag IN {slots([*known])} THEN NULL ELSE e.body END" if known else "e.body"
    sql = f"SELECT c.id, e.etag, e.card_body, {new} {FROM} WHERE c.id IN {slots(ids)}"
    found = {}
    for id, etag, card, body in fetch(sql, [*known, *ids]):
        found[id] = bytes(card), known[etag] if body is None else read_shown(id, etag, bytes(body))
    for current, key in ranked:
        if current in found:  # else it was withdrawn a moment ago
            card, parts = found[current]
            yield Hit(card, parts[key].part, parts[key].excerpt(terms))
