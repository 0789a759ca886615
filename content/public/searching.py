"""Searches the parts of guides. The database only looks up words; the ranking is ours, and so the same on every one.

Scores are a weighted tf-idf: the weight of each word's best field, divided by how common the word is, times the share
of the question that the part answers.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nlargest
from math import log
from typing import Any

from content.edition.models import SearchTerm
from content.model.vocabulary import OVERVIEW, SectionKey
from content.public.cards import is_best, is_offered
from content.public.excerpts import Excerpt, find_kept, read_shown
from content.public.guessing import Guesses, read_meaning
from content.public.rows import CURRENT, FROM, LIVE, Row, as_key, fetch, slots
from content.release.search.texts import Part

TERM = SearchTerm._meta.db_table
#: How many guides with an equal score are put in order. Of more, those published last are shown last.
MOST_EQUAL = 1000
#: To so many digits scores are compared, here and in an app (`clients/typescript/src/search`).
DIGITS = 6
LAST = "\U0010ffff"
#: A part of a guide: the id of the guide's current row, and the part's key.
Place = tuple[int, str]
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
    """The parts that answer a question best, at most `limit`. At most six queries; none for an empty question.

    `locales`: a fallback chain. Each guide is searched in the best locale that it is live in. `branch` is an id.
    """
    meant = read_meaning(question, locales)
    if meant is None:
        return Found([], None)
    ranked = _rank([guess for guess in meant.guesses if guess], locales, branch, limit)
    return Found(list(_show(ranked, meant.terms)), meant.corrected, meant.cost)


def _rank(guesses: list[Guesses], locales: tuple[str, ...], branch: str | None, limit: int) -> list[Place]:
    """The best parts, best first; equals by slug, as in an app without a network. One query, or two."""
    found: dict[str, dict[Place, int]] = defaultdict(dict)
    for current, part, term, weight in _find(sorted({term for guess in guesses for term in guess}), locales, branch):
        if part in _ORDER:  # an older edition may have a section that the code no longer has
            found[term][current, part] = weight
    totals: dict[Place, float] = defaultdict(float)
    answered: dict[Place, int] = defaultdict(int)
    for guess in guesses:
        for place, gain in _weigh(guess, found).items():
            totals[place] += gain
            answered[place] += 1
    scores = {place: total * answered[place] / len(guesses) for place, total in totals.items()}
    least = min(nlargest(limit, scores.values()), default=0.0) - 0.1**DIGITS
    best = {place: round(score, DIGITS) for place, score in scores.items() if score > least}
    slugs = _read_slugs_of_equals(best)
    return sorted(best, key=lambda place: (-best[place], slugs.get(place[0], LAST), _ORDER[place[1]], place[0]))[:limit]


def _read_slugs_of_equals(scores: dict[Place, float]) -> dict[int, str]:
    """By the id of the current row, where guides have an equal score. No query where none have, else one."""
    guides: dict[float, set[int]] = defaultdict(set)
    for place, score in scores.items():
        guides[score].add(place[0])
    equal = sorted({guide for some in guides.values() if len(some) > 1 for guide in some})[:MOST_EQUAL]
    return dict(fetch(f"SELECT id, slug FROM {CURRENT} WHERE id IN {slots(equal)}", equal)) if equal else {}


def _weigh(guess: Guesses, found: dict[str, dict[Place, int]]) -> dict[Place, float]:
    """What each part gains by a word of the question: by the best of the terms that it may mean."""
    gains: dict[Place, float] = {}
    for term, likeness in guess.items():
        worth = likeness / log(2 + len(found[term]))
        new = {place: weight * worth for place, weight in found[term].items()}
        gains = new | {place: gain for place, gain in gains.items() if gain > new.get(place, 0.0)}
    return gains


def _find(terms: list[str], locales: tuple[str, ...], branch: str | None) -> list[Row]:
    """Where these terms are, in each guide's best language: (id of the current row, part, term, weight).

    In the first language, and in any branch, the index alone says so: only live guides have terms.
    """
    if not terms:
        return []
    parts: list[str] = []
    parameters: list[Any] = []
    for rank, locale in enumerate(locales):
        conditions, values = [f"t.locale = %s AND t.term IN {slots(terms)}"], [locale, *terms]
        if rank:
            condition, better = is_best(rank, locales)
            conditions.append(condition)
            values += [locale, *better]
        if branch is not None:
            conditions.append(is_offered("c.subject"))
            values.append(as_key(branch))
        joined = f"JOIN {CURRENT} c ON c.id = t.current_id" if len(conditions) > 1 else ""
        where = " AND ".join(conditions)
        parts.append(f"SELECT t.current_id, t.part, t.term, t.weight FROM {TERM} t {joined} WHERE {where}")
        parameters += values
    return fetch(" UNION ALL ".join(parts), parameters)


def _show(ranked: list[Place], terms: set[str]) -> Iterator[Hit]:
    """One query. It brings the bodies only of guides that are not kept as they are now."""
    ids = sorted({current for current, _part in ranked})
    if not ids:
        return
    known = find_kept(ids)
    new = f"CASE WHEN e.etag IN {slots([*known])} THEN NULL ELSE e.body END" if known else "e.body"
    sql = f"SELECT c.id, e.etag, e.card_body, {new} {FROM} WHERE {LIVE} AND c.id IN {slots(ids)}"
    found = {}
    for id, etag, card, body in fetch(sql, [*known, *ids]):
        found[id] = bytes(card), known[etag] if body is None else read_shown(id, etag, bytes(body))
    for current, key in ranked:
        if current in found:  # else it was withdrawn a moment ago
            card, parts = found[current]
            yield Hit(card, parts[key].part, parts[key].excerpt(terms))
