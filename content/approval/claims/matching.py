"""Finds claims in a text: in whole words, sentence by sentence, unless they are denied or excused.

The time grows with the length of the text, not with its square: the words of a sentence are read only once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from content.approval.claims.denials import Sentence
from content.approval.claims.rules import ENGLISH, Rule, find_languages
from content.model.folding import DEVANAGARI, Folded, fold

#: Raise it whenever the same words are judged in another way than before: kept findings are then found anew.
VERSION = 3
#: The end of a line is a space. An empty line ends a sentence.
_SENTENCE = re.compile(r"[^.!?।॥\n]+(?:(?:\.(?=\d)|\n(?![ \t\r]*\n))[^.!?।॥\n]*)*")
#: The script of a language with rules. Its rules hold in every text that has such letters, whatever its language.
_SCRIPTS = {"hi": re.compile(f"[{DEVANAGARI}]")}


@dataclass(frozen=True)
class Claim:
    """A claim found in a text, from `start` to `end`."""

    rule: Rule
    phrase: str
    start: int
    end: int

    @cached_property
    def key(self) -> str:
        """The phrase in its folded form: the same however it is written."""
        return fold_phrase(self.phrase)


def fold_phrase(phrase: str) -> str:
    return " ".join(fold(phrase).text.split())


def find_claims(text: str, language: str | None, rules: tuple[Rule, ...]) -> Iterator[Claim]:
    """The claims of a text, sentence by sentence, and in each sentence in the order of the rules.

    The rules of its language hold, those of English, and those of every language in whose script it has letters.
    Where nothing tells its language (None), the rules of every language hold.
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
