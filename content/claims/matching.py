"""Finds claims in a text: whole words, sentence by sentence, unless they are denied or excused."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from content.claims.rules import ENGLISH, Rule, compile_pattern

#: One letter for another, so that places in the text stay the same.
_ALIKE = str.maketrans("’‘`´‐‑‒–—\u00a0\u202f", "''''-----  ")
_SENTENCE = re.compile(r"[^.!?।\n]+(?:\.(?=\d)[^.!?।\n]+)*")
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
    for sentence in _SENTENCE.finditer(folded):
        for rule in rules:
            for known in dict.fromkeys((language, ENGLISH)):
                if known in rule.patterns:
                    yield from _find_in(rule, known, text, folded, sentence.span())


def _fold(text: str) -> str:
    """In small letters, of the same length."""
    lowered = text.translate(_ALIKE).lower()
    return lowered if len(lowered) == len(text) else text.translate(_ALIKE)


def _find_in(rule: Rule, language: str, text: str, folded: str, span: tuple[int, int]) -> Iterator[Claim]:
    excused = rule.unless and rule.unless.search(folded, *span)
    for match in () if excused else rule.patterns[language].finditer(folded, *span):
        if not rule.is_negatable or not _is_denied(folded, language, match, span):
            yield Claim(rule, text[match.start() : match.end()], match.start(), match.end())


def _is_denied(folded: str, language: str, match: re.Match[str], span: tuple[int, int]) -> bool:
    """Whether the clause says that it is not so: before the claim in English, also after it in Hindi."""
    before = _CLAUSE.split(folded[span[0] : match.start()])[-1]
    if _NOT[language].search(" ".join(before.split()[-REACH:])):
        return True
    return language == "hi" and bool(_NOT["hi"].search(_CLAUSE.split(folded[match.end() : span[1]])[0]))
