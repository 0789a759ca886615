"""Searches the parts of guides. The database only looks up words; the ranking is ours, and so the same on every one.

Scores are a weighted tf-idf: the weight of each word's best field, divided by how common the word is, times the share
of the question that the part answers.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from math import log
from typing import Any, NamedTuple

from content.edition.models import SearchTerm
from content.model.search.terms import Term, read_terms
from content.model.vocabulary import OVERVIEW, SectionKey
from content.public.cards import GUIDES, is_best, is_offered
from content.public.guessing import Guesses, read_meaning
from content.public.rows import CURRENT, FROM, Row, as_key, fetch, slots
from content.release.search.texts import Part, Text, read_parts

TERM = SearchTerm._meta.db_table
EXCERPT_LENGTH = 180
_ORDER = {key: rank for rank, key in enumerate([OVERVIEW, *SectionKey.values])}


@dataclass(frozen=True)
class Hit:
    """A part of a guide. `card`: the guide's, as bytes. `excerpt`: text in pieces, (text, whether it matches)."""

    card: bytes
    part: Part
    excerpt: list[tuple[str, bool]]


class _Shown(NamedTuple):
    """A text of a part that is shown, and its words."""

    text: Text
    terms: list[Term]


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

    def worth(place: tuple[int, str, str]) -> tuple[float, str, int]:
        weights = by_part[place]
        gains = [
            max(
                (weights[term] * likeness / rarity[term] for term, likeness in guess.items() if term in weights),
                default=0,
            )
            for guess in guesses
        ]
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
    """One query."""
    ids = sorted({current for current, _part in ranked})
    sql = f"SELECT c.id, e.card_body, e.body {FROM} WHERE c.id IN {slots(ids)}"
    found = {id: (bytes(card), _read_parts(bytes(body))) for id, card, body in fetch(sql, ids)} if ids else {}
    for current, key in ranked:
        if current in found:  # else it was withdrawn a moment ago
            card, parts = found[current]
            part, texts = parts[key]
            yield Hit(card, part, _excerpt(texts, terms))


@lru_cache(maxsize=128)
def _read_parts(body: bytes) -> dict[str, tuple[Part, list[_Shown]]]:
    """The parts of a guide's document, with the texts that excerpts are cut from."""
    return {
        part.key: (part, [_Shown(text, list(read_terms(text.words))) for text in part.texts if text.is_shown])
        for part in read_parts(json.loads(body))
    }


def _excerpt(texts: list[_Shown], terms: set[str]) -> list[tuple[str, bool]]:
    """The text with the most matches, cut around the first one, with the matches marked."""

    def count(shown: _Shown) -> tuple[int, int]:
        return len({term.term for term in shown.terms} & terms), shown.text.weight

    best = max(texts, key=count)
    words = best.text.words
    matches = [(found.start, found.end) for found in best.terms if found.term in terms]
    start = max(0, matches[0][0] - EXCERPT_LENGTH // 3) if matches and len(words) > EXCERPT_LENGTH else 0
    if start:
        start = words.find(" ", start) + 1
    end = len(words) if len(words) - start <= EXCERPT_LENGTH else words.rfind(" ", start, start + EXCERPT_LENGTH)
    end = end if end > start else start + EXCERPT_LENGTH
    pieces: list[tuple[str, bool]] = [("… ", False)] if start else []
    at = start
    for first, last in matches:
        if first >= at and last <= end:
            pieces += [(words[at:first], False), (words[first:last], True)]
            at = last
    pieces.append((words[at:end] + (" …" if end < len(words) else ""), False))
    return [piece for piece in pieces if piece[0]]
