"""Finds the sentences and words of a text, each with its place."""

import re
from collections.abc import Iterator
from typing import NamedTuple

#: A stop with the quotes and brackets that close with it, or the end of a line.
_STOP = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|[।॥]+|\n+")
#: Words before a full stop that doesn't end the sentence. Others of the kind (“approx. 5”) are known by what follows.
_SHORT = re.compile(r"(?:^|[\s(])(?:dr|mr|mrs|ms|prof|st|vs|fig|e\.g|i\.e|[A-Z])\.$", re.IGNORECASE)
#: A number with its signs, or a word with its hyphens and apostrophes, is one word.
_WORD = re.compile(r"[^\W_]+(?:['’\-–.,/][^\W_]+)*")


class Span(NamedTuple):
    start: int
    end: int


def find_sentences(text: str) -> Iterator[Span]:
    """A line ends a sentence too: items of lists have no stops."""
    start = 0
    for stop in _STOP.finditer(text):
        if _goes_on(text, start, stop):
            continue
        yield from _trim(text, start, stop.end())
        start = stop.end()
    yield from _trim(text, start, len(text))


def _goes_on(text: str, start: int, stop: re.Match[str]) -> bool:
    if stop[0] != ".":
        return False
    following = text[stop.end() :].lstrip(" \t")[:1]
    return following.islower() or following.isdigit() or bool(_SHORT.search(text, start, stop.end()))


def _trim(text: str, start: int, end: int) -> Iterator[Span]:
    said = text[start:end]
    if _WORD.search(said):
        yield Span(start + len(said) - len(said.lstrip()), start + len(said.rstrip()))


def find_words(text: str) -> list[str]:
    return _WORD.findall(text)
