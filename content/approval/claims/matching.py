"""Finds claims in a text, sentence by sentence, in whole words. Denied and excused ones are left out.

The words of a sentence are read only once, so the time is linear in the length of the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from content.approval.claims.denials import Sentence
from content.approval.claims.rules import ENGLISH, Rule, find_languages
from content.model.folding import DEVANAGARI, Folded, fold

#: Raise it with every change that finds other claims in the same words: cached findings are then dropped.
VERSION = 4
#: A line break counts as a space. An empty line ends a sentence.
_SENTENCE = re.compile(r"[^.!?।॥\n]+(?:(?:\.(?=\d)|\n(?![ \t\r]*\n))[^.!?।॥\n]*)*")
#: Language -> its script. The rules of the language apply to every text with letters of that script.
_SCRIPTS = {"hi": re.compile(f"[{DEVANAGARI}]")}


@dataclass(frozen=True)
class Claim:
    """A claim in a text, from `start` to `end`."""

    rule: Rule
    phrase: str
    start: int
    end: int

    @cached_property
    def key(self) -> str:
        """The folded phrase: equal for all spellings of it."""
        return fold_phrase(self.phrase)


def fold_phrase(phrase: str) -> str:
    return " ".join(fold(phrase).text.split())


def find_claims(text: str, language: str | None, rules: tuple[Rule, ...]) -> Iterator[Claim]:
    """The claims of a text, sentence by sentence, and in each sentence in the order of the rules.

    Applies the rules of its language, of English, and of each language whose script it contains. If the language is
    unknown (None), applies the rules of all languages.
    """
    folded = fold(text)
    written = [code for code, script in _SCRIPTS.items() if script.search(folded.text)]
    languages = tuple(dict.fromkeys((language, ENGLISH, *written) if language else sorted(find_languages())))
    for found in _SENTENCE.finditer(folded.text):
        sentence = Sentence(folded.text, *found.span())
        for rule in rules:
            for known in languages:
                if known in rule.patterns:
                    yield from _find_in(rule, rule.patterns[known], text, folded, sentence)


def _find_in(rule: Rule, pattern: re.Pattern[str], text: str, folded: Folded, sentence: Sentence) -> Iterator[Claim]:
    span = sentence.start, sentence.end
    for number, match in enumerate(pattern.finditer(folded.text, *span)):
        if not number and rule.unless and rule.unless.search(folded.text, *span):
            return
        if not rule.is_negatable or not sentence.denies(*match.span()):
            start, end = folded.find_place(*match.span())
            yield Claim(rule, text[start:end], start, end)
