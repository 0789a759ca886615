"""Finds claims in a text: whole words, sentence by sentence, unless they are denied or excused.

In time that grows with the text's length: the words of a sentence are read once, and looked up for each match.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from content.approval.claims.denials import Sentence
from content.approval.claims.rules import ENGLISH, Rule, find_languages
from content.model.letters import DEVANAGARI, Folded, fold

#: Raised whenever the same words are judged otherwise than before, so that findings that were kept are found anew.
VERSION = 3
#: A line's end is a space, an empty line ends a sentence.
_SENTENCE = re.compile(r"[^.!?।॥\n]+(?:(?:\.(?=\d)|\n(?![ \t\r]*\n))[^.!?।॥\n]*)*")
#: What a language with rules is written in. Its rules hold wherever such letters are, whatever language a text is in.
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
        """The phrase, however it is written."""
        return fold_phrase(self.phrase)


def fold_phrase(phrase: str) -> str:
    return " ".join(fold(phrase).text.split())


def find_claims(text: str, language: str | None, rules: tuple[Rule, ...]) -> Iterator[Claim]:
    """The claims of a text, sentence by sentence, and in each in the order of the rules.

    By the rules of its language, of English, which is mixed into all, and of every other in whose letters it has words.
    By those of every language where nothing tells which one it is in (None).
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
