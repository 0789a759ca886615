"""The parts of guides that were shown last, and the excerpts that are cut from them. Each process keeps some.

To find the words of a text takes far longer than to cut it: they are found once, and only in parts that are shown.
"""

import json
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import NamedTuple

from content.model.search.terms import Term, read_terms
from content.release.search.texts import Part, Text, read_parts

LENGTH = 180
#: A text in pieces: (text, whether it matches).
Excerpt = list[tuple[str, bool]]


class _Shown(NamedTuple):
    """A text that is shown, and its words."""

    text: Text
    places: list[Term]
    terms: frozenset[str]


@dataclass(frozen=True)
class ShownPart:
    part: Part

    @cached_property
    def _texts(self) -> list[_Shown]:
        shown = [(text, list(read_terms(text.words))) for text in self.part.texts if text.is_shown]
        return [_Shown(text, places, frozenset(place.term for place in places)) for text, places in shown]

    def excerpt(self, terms: Collection[str]) -> Excerpt:
        """The text with the most matches, cut around the first one, with the matches marked."""
        best = max(self._texts, key=lambda shown: (len(shown.terms.intersection(terms)), shown.text.weight))
        return _cut(best.text.words, [(place.start, place.end) for place in best.places if place.term in terms])


def _cut(words: str, matches: list[tuple[int, int]]) -> Excerpt:
    start = max(0, matches[0][0] - LENGTH // 3) if matches and len(words) > LENGTH else 0
    if start:
        start = words.find(" ", start) + 1
    end = len(words) if len(words) - start <= LENGTH else words.rfind(" ", start, start + LENGTH)
    end = end if end > start else start + LENGTH
    pieces: Excerpt = [("… ", False)] if start else []
    at = start
    for first, last in matches:
        if first >= at and last <= end:
            pieces += [(words[at:first], False), (words[first:last], True)]
            at = last
    pieces.append((words[at:end] + (" …" if end < len(words) else ""), False))
    return [piece for piece in pieces if piece[0]]


#: The parts of a guide, by their keys.
Parts = dict[str, ShownPart]


#: Guides whose parts are kept: those asked for last.
MOST_KEPT = 128
#: The id of the current row -> the ETag of its document, and the parts.
_kept: OrderedDict[int, tuple[str, Parts]] = OrderedDict()
_lock = Lock()


def find_kept(ids: Collection[int]) -> dict[str, Parts]:
    """By ETag, what is kept of these guides. They may have changed since."""
    with _lock:
        found = {id: kept for id in ids if (kept := _kept.get(id))}
        for id in found:
            _kept.move_to_end(id)
        return dict(found.values())


def read_shown(id: int, etag: str, body: bytes) -> Parts:
    """The parts of a guide's document, kept from now on."""
    parts = {part.key: ShownPart(part) for part in read_parts(json.loads(body))}
    if etag:
        with _lock:
            _kept[id] = etag, parts
            _kept.move_to_end(id)
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return parts
