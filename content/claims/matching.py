"""Finds claims in a text: whole words, sentence by sentence, unless they are denied or excused.

In time that grows with the text's length: where denials and clauses stand in a sentence is found once, and looked up
for each match.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from content.claims.rules import ENGLISH, Rule, compile_pattern

#: One letter for another, so that places in the text stay the same.
_ALIKE = str.maketrans("’‘`´‐‑‒–—\u00a0\u202f", "''''-----  ")
_SENTENCE = re.compile(r"[^.!?।\n]+(?:\.(?=\d)[^.!?।\n]+)*")
_WORD = re.compile(r"\S+")
#: Where a denial ends: “not quick, but painless” denies only the first.
_CLAUSE = re.compile(r"[,;:()]|\s-\s|\b(?:but|yet|however|although|because)\b|(?:^|\s)(?:लेकिन|पर|मगर|बल्कि)(?=\s)")
_NOT = {
    ENGLISH: re.compile(
        r"\b(?:not|no|never|nobody|none|neither|nor|cannot|without|nothing|unlikely|n't|rarely|avoid)\b|n't\b"
    ),
    "hi": compile_pattern(["नहीं", "न", "ना", "मत", "नही", "बिना"]),
}
#: How many words before a claim a denial of it may stand.
REACH = 7


@dataclass(frozen=True)
class Claim:
    """A claim found in a text, from `start` to `end`."""

    rule: Rule
    phrase: str
    start: int
    end: int


def find_claims(text: str, language: str, rules: tuple[Rule, ...]) -> Iterator[Claim]:
    """The claims of a text, sentence by sentence, and in each in the order of the rules."""
    folded = _fold(text)
    for found in _SENTENCE.finditer(folded):
        sentence = _Sentence(folded, *found.span())
        for rule in rules:
            for known in dict.fromkeys((language, ENGLISH)):
                if known in rule.patterns:
                    yield from _find_in(rule, known, text, sentence)


def _fold(text: str) -> str:
    """In small letters, of the same length."""
    lowered = text.translate(_ALIKE).lower()
    return lowered if len(lowered) == len(text) else text.translate(_ALIKE)


class _Places(NamedTuple):
    """Where something stands in a sentence, in order."""

    starts: list[int]
    ends: list[int]

    def has_within(self, start: int, end: int) -> bool:
        place = bisect_left(self.starts, start)
        return place < len(self.starts) and self.ends[place] <= end


class _Sentence:
    """A sentence of a folded text, with what is asked of it again for each match. Places are those in the text."""

    def __init__(self, folded: str, start: int, end: int) -> None:
        self.folded, self.start, self.end = folded, start, end
        self.find = cache(self._find)

    def _find(self, pattern: re.Pattern[str]) -> _Places:
        # Of the sentence alone, so that its beginning is one.
        spans = [found.span() for found in pattern.finditer(self.folded[self.start : self.end])]
        return _Places([self.start + start for start, _end in spans], [self.start + end for _start, end in spans])

    def is_denied(self, language: str, match: re.Match[str]) -> bool:
        """Whether the clause says that it is not so: before the claim in English, also after it in Hindi."""
        denials = self.find(_NOT[language])
        if denials.has_within(self.find_reach(match.start()), match.start()):
            return True
        return language == "hi" and denials.has_within(match.end(), self.find_end_of_clause(match.end()))

    def find_reach(self, place: int) -> int:
        """Where the last words before a place begin, as far back as a denial may stand."""
        clauses, words = self.find(_CLAUSE).ends, self.find(_WORD).starts
        ended = bisect_right(clauses, place)
        clause = clauses[ended - 1] if ended else self.start
        # The first word of a clause may begin within one: “quick,but painless”.
        first, last = bisect_left(words, clause), bisect_left(words, place)
        begins_within = first == last or (words[first] > clause and not self.folded[clause].isspace())
        within = last - first + begins_within
        return clause if within <= REACH else words[last - REACH]

    def find_end_of_clause(self, place: int) -> int:
        clauses = self.find(_CLAUSE)
        following = bisect_right(clauses.ends, place)
        return max(place, clauses.starts[following]) if following < len(clauses.starts) else self.end


def _find_in(rule: Rule, language: str, text: str, sentence: _Sentence) -> Iterator[Claim]:
    span = sentence.start, sentence.end
    excused = rule.unless and rule.unless.search(sentence.folded, *span)
    for match in () if excused else rule.patterns[language].finditer(sentence.folded, *span):
        if not rule.is_negatable or not sentence.is_denied(language, match):
            yield Claim(rule, text[match.start() : match.end()], match.start(), match.end())
