"""Reads what a question means: terms of guides, also where it is mistyped, unfinished, or joins or splits a word."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice, pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from content.model.search.terms import Term, normalise, read_question
from content.public.words import Words, look_up, read_words

#: Words of a question that are read. The rest is ignored.
MAX_WORDS = 12
#: The least similarity of a mistyped word to a known one (1: equal); the weight of a word that is only begun.
LEAST_LIKENESS = 0.7
PREFIX_LIKENESS = 0.8
MOST_GUESSES = 4
#: A word is split into halves of at least LEAST_HALF letters, since shorter ones match too much. A word longer than
#: LONGEST_SPLIT is not split.
LEAST_HALF = 4
LONGEST_SPLIT = 30
#: Limits for a whole question: unknown words that are guessed, halves that are looked up, letters of joined words.
MOST_UNKNOWN = 6
MOST_HALVES = 48
LONGEST_JOINED = 30

Guesses = dict[str, float]


@dataclass(frozen=True)
class Meaning:
    """`guesses`: for each word of a question, the terms that it may mean, and how likely (1: surely).

    `corrected`: the question with its mistyped words corrected; None if there were none. `cost`: the effort; 1 if all
    words are known.
    """

    guesses: list[Guesses]
    corrected: str | None
    cost: int

    @property
    def terms(self) -> set[str]:
        return {term for guess in self.guesses for term in guess}


def read_meaning(question: str, locales: tuple[str, ...]) -> Meaning | None:
    """None where the question has no word that can be searched. At most three queries."""
    asked = list(islice(read_question(question), MAX_WORDS))
    if not asked:
        return None
    words, is_newest = read_words(locales)
    if not is_newest:
        words = Words(words.by_term | look_up({term.term for term in asked}, locales).by_term)
    unknown = [term for term in asked if term.term not in words.by_term]
    guessed_at = unknown[:MOST_UNKNOWN]
    guesses = [
        _guess(term.term, words, is_last=term is asked[-1], may_differ=term in guessed_at or term not in unknown)
        for term in asked
    ]
    guesses += _join(question, [(term.start, term.end) for term in asked], words)
    halves = _Halves(words)
    guesses += [half for term in unknown for half in halves.split(question[term.start : term.end])]
    if not is_newest:  # whatever went since must be suggested to nobody
        words = look_up({term for guess in guesses for term in guess}, locales)
        guesses = [{term: likeness for term, likeness in guess.items() if term in words.by_term} for guess in guesses]
    cost = 1 + len(guessed_at) + halves.looked_up // 16
    return Meaning(guesses, _correct(question, asked, guesses, words), cost)


def _guess(term: str, words: Words, *, is_last: bool, may_differ: bool) -> Guesses:
    """Terms that a word may mean: itself if known, else similar ones; for the last word, also longer ones it begins."""
    guesses: Guesses = {term: 1.0} if term in words.by_term else {}
    if is_last and len(term) >= 3:
        begun = nsmallest(MOST_GUESSES, words.find_begun(term), key=lambda word: (len(word), word))
        guesses = dict.fromkeys(begun, PREFIX_LIKENESS) | guesses
    if not guesses and may_differ and len(term) >= 3:
        alike = process.extract(
            term,
            words.by_term.keys(),
            scorer=OSA.normalized_similarity,
            score_cutoff=LEAST_LIKENESS if len(term) > 4 else LEAST_LIKENESS - 0.05,
            limit=MOST_GUESSES,
        )
        guesses = {word: likeness**2 for word, likeness, _index in alike}
    return guesses


def _join(question: str, places: list[tuple[int, int]], words: Words) -> Iterator[Guesses]:
    """Joins two words that guides write as one: “micro needling”."""
    for (start, middle), (beyond, end) in pairwise(places):
        together = question[start:middle] + question[beyond:end]
        if len(together) <= LONGEST_JOINED and (joined := normalise(together)) in words.by_term:
            yield {joined: 1.0}


class _Halves:
    """Splits a word that guides write as two: “hairloss”. Counts the halves that were looked up."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.looked_up = 0

    def split(self, word: str) -> list[Guesses]:
        if len(word) > LONGEST_SPLIT:
            return []
        for middle in range(LEAST_HALF, len(word) - LEAST_HALF + 1):
            first = self.look_up(word[:middle])
            second = first and self.look_up(word[middle:])
            if first and second:
                return [{first: 1.0}, {second: 1.0}]
        return []

    def look_up(self, half: str) -> str:
        """The term of a half; empty if it is unknown, or the limit of look-ups is reached."""
        if self.looked_up >= MOST_HALVES:
            return ""
        self.looked_up += 1
        term = normalise(half)
        return term if term in self.words.by_term else ""


def _correct(question: str, asked: list[Term], guesses: list[Guesses], words: Words) -> str | None:
    corrected, at = "", 0
    for term, guess in zip(asked, guesses, strict=False):
        best = max(guess, key=lambda word: guess[word], default=None)
        if best and best != term.term and not best.startswith(term.term):
            corrected += question[at : term.start] + words.by_term[best]
            at = term.end
    return corrected + question[at:] if corrected else None
