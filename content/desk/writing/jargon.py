"""Finds the words of a text that the group's list has a plain word for."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from content.approval.claims.matching import fold_phrase
from content.approval.claims.rules import compile_pattern
from content.desk.writing.sentences import Span, find_sentences
from content.model.folding import fold
from content.model.plain_words.models import PlainWord

#: A word of the list and what to write instead.
Pairs = tuple[tuple[str, str], ...]


class Jargon(NamedTuple):
    span: Span
    phrase: str
    plain: str


def read_pairs(language: str) -> Pairs:
    rows = PlainWord.objects.filter(language=language.partition("-")[0])
    return tuple((spelling, row.plain) for row in rows for spelling in row.spellings)


@lru_cache(maxsize=8)
def _compile(pairs: Pairs) -> tuple[re.Pattern[str], dict[str, str]]:
    """Longer phrases first: “post-inflammatory hyperpigmentation” before its second word."""
    spellings = sorted((spelling for spelling, _plain in pairs), key=len, reverse=True)
    patterns = [" ".join(map(re.escape, re.split(r"[\s\-_]+", spelling))) for spelling in spellings]
    return compile_pattern(patterns), {_key(spelling): plain for spelling, plain in pairs}


def _key(phrase: str) -> str:
    return " ".join(re.split(r"[\s\-_]+", fold_phrase(phrase)))


def find_jargon(text: str, pairs: Pairs) -> Iterator[Jargon]:
    """Each word once, where it first stands. One that its sentence explains by the plain word is left out."""
    if not pairs:
        return
    pattern, plain_words = _compile(pairs)
    folded, sentences, seen = fold(text), list(find_sentences(text)), set()
    for match in pattern.finditer(folded.text):
        start, end = folded.find_place(*match.span())
        key = _key(text[start:end])
        plain = plain_words.get(key)
        if plain is None or key in seen:
            continue
        seen.add(key)
        sentence = next((text[one.start : one.end] for one in sentences if one.start <= start < one.end), "")
        if _key(plain) not in _key(sentence):
            yield Jargon(Span(start, end), text[start:end], plain)
