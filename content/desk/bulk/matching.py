"""Finds words in texts, and replaces them: in rich text too, whose tags, links and attributes stay as they are.

stored text -> tokens (tags and words) -> segments (paragraphs, list items) -> matches -> the text with other words
"""

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from content.model.folding import APOSTROPHES

#: A tag of a stored rich text. Its attributes may have a “>” in quotation marks.
_TAG = re.compile(r"(<[^<>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^<>\"']*)*>)")
_NAME = re.compile(r"</?\s*([a-zA-Z0-9]+)")
#: Tags that stand within a sentence. All others end one.
_WITHIN = {"a", "b", "strong", "i", "em", "sup", "sub", "span", "u", "s"}
#: What is left of a format or link when all its words are gone.
_EMPTY = re.compile(r"<(b|strong|i|em|sup|sub|u|s)>\s*</\1>")
_SENTENCE_ENDS = ".!?।॥\n"
#: Letters of a sentence that are shown on each side of a match.
AROUND = 90


@dataclass(frozen=True)
class Wanted:
    """What is looked for, and what replaces it."""

    words: str
    replacement: str
    match_case: bool = False
    whole_words: bool = True

    @property
    def pattern(self) -> re.Pattern[str]:
        spellings = {unicodedata.normalize(form, self.words) for form in ("NFC", "NFD")} | {self.words}
        written = "|".join(map(_write_pattern, sorted(spellings)))
        return re.compile(written, 0 if self.match_case else re.IGNORECASE)

    def find(self, text: str) -> list[tuple[int, int]]:
        spans = [found.span() for found in self.pattern.finditer(text) if self._is_whole(text, *found.span())]
        return spans if self.replacement else [(start, _add_space(text, start, end)) for start, end in spans]

    def _is_whole(self, text: str, start: int, end: int) -> bool:
        """A letter is never parted from its signs. Whole words end where no letter, digit or sign goes on."""
        after = text[end : end + 1]
        if after and unicodedata.category(after)[0] == "M":
            return False
        if not self.whole_words:
            return True
        begins = is_of_word(text[start]) and start and is_of_word(text[start - 1])
        goes_on = is_of_word(text[end - 1]) and after and is_of_word(after)
        return not begins and not goes_on

    def replace(self, found: str) -> str:
        """The replacement. It begins with a capital letter where what was found does and the words looked for don't."""
        is_capital = found[0].isupper() and self.words[0].islower() and not found.isupper()
        new = self.replacement
        return new[:1].upper() + new[1:] if is_capital and not self.match_case else new


def _add_space(text: str, start: int, end: int) -> int:
    """The end of words that are taken out: with the space after them, where one stands before them or nothing does."""
    return end + 1 if text[end : end + 1] == " " and (not start or text[start - 1] == " ") else end


def _write_pattern(words: str) -> str:
    parts = [re.escape(part) for part in words.split()]
    quotes = f"[{re.escape(APOSTROPHES)}]"
    return r"\s+".join(re.sub(quotes, lambda _one: quotes, part) for part in parts)


def is_of_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_" or unicodedata.category(letter)[0] == "M" or letter in "\u200c\u200d"


@dataclass(frozen=True)
class Match:
    """A place in a segment. `crosses_link`: it begins or ends within a link, so that nobody can say what that names."""

    segment: int
    start: int
    end: int
    crosses_link: bool = False


@dataclass
class Segment:
    """A run of words without a break: a paragraph, an item of a list, or a plain text."""

    text: str = ""
    #: For each of its tokens: its number, and where it begins in the segment.
    tokens: list[tuple[int, int]] = field(default_factory=list)


class Text:
    """A stored text, in segments."""

    def __init__(self, source: str, *, is_rich: bool) -> None:
        self.is_rich = is_rich
        #: Words and tags by turns.
        self.tokens = _TAG.split(source) if is_rich else [source]
        self.segments = self._find_segments()

    def _find_segments(self) -> list[Segment]:
        segments = [Segment()]
        for number, token in enumerate(self.tokens):
            if self.is_rich and number % 2:
                name = _NAME.match(token)
                if (not name or name[1].lower() not in _WITHIN) and segments[-1].tokens:
                    segments.append(Segment())
            elif token:
                words = self._read(token)
                segments[-1].tokens.append((number, len(segments[-1].text)))
                segments[-1].text += words
        return segments

    def _read(self, token: str) -> str:
        return html.unescape(token) if self.is_rich else token

    def find(self, wanted: Wanted) -> list[Match]:
        return [
            Match(number, start, end, self._crosses_link(segment, start, end))
            for number, segment in enumerate(self.segments)
            for start, end in wanted.find(segment.text)
        ]

    def _crosses_link(self, segment: Segment, start: int, end: int) -> bool:
        touched = [token for token, _from, _to in self._share(segment, start, end)]
        between = self.tokens[touched[0] : touched[-1]] if touched else []
        return any(re.match(r"</?a\b", token) for token in between)

    def _share(self, segment: Segment, start: int, end: int) -> Iterable[tuple[int, int, int]]:
        """The part of each token that lies between two places of a segment: token, from, to."""
        ends = [*(begin for _token, begin in segment.tokens[1:]), len(segment.text)]
        for (token, begin), stop in zip(segment.tokens, ends, strict=True):
            if begin < end and start < stop:
                yield token, max(start - begin, 0), min(end, stop) - begin

    def replace(self, matches: Iterable[Match], wanted: Wanted) -> str:
        """The stored text with these matches replaced. A match that spans formats gets the first one's."""
        tokens = list(self.tokens)
        for match in sorted(matches, key=lambda one: (one.segment, one.start), reverse=True):
            segment = self.segments[match.segment]
            new = wanted.replace(segment.text[match.start : match.end])
            for place, (token, start, end) in enumerate(self._share(segment, match.start, match.end)):
                words = self._read(tokens[token])
                words = words[:start] + ("" if place else new) + words[end:]
                tokens[token] = html.escape(words, quote=False) if self.is_rich else words
        text = "".join(tokens)
        return _EMPTY.sub("", text) if self.is_rich and text != "".join(self.tokens) else text

    def show(self, match: Match) -> tuple[str, str, str]:
        """The match in its sentence: the words before it, itself, and those after it."""
        text = self.segments[match.segment].text
        start = max((text.rfind(mark, 0, match.start) + 1 for mark in _SENTENCE_ENDS), default=0)
        ends = [text.find(mark, match.end) + 1 for mark in _SENTENCE_ENDS if mark in text[match.end :]]
        before, after = text[start : match.start].lstrip(), text[match.end : min(ends, default=len(text))].rstrip()
        before = f"…{before[-AROUND:]}" if len(before) > AROUND else before
        after = f"{after[:AROUND]}…" if len(after) > AROUND else after
        return before, text[match.start : match.end], after
