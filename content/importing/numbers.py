"""Numbers and spans of numbers as prose writes them: "30 to 60", "2-4", "half an hour", "one month"."""

import re
from dataclasses import dataclass

_ONE_TO_TWELVE = "one two three four five six seven eight nine ten eleven twelve"
_LARGER = {"fifteen": 15, "sixteen": 16, "eighteen": 18, "twenty": 20, "thirty": 30, "forty-five": 45, "sixty": 60}
WORDS = {word: number for number, word in enumerate(_ONE_TO_TWELVE.split(), 1)} | _LARGER
ORDINALS = {word: number for number, word in enumerate(["first", "second", "third", "fourth", "fifth", "sixth"], 1)}

_NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(WORDS, key=len, reverse=True)) + r")"
#: A number or a span; the groups are `low` and `high`.
SPAN = rf"(?:between\s+)?(?P<low>{_NUMBER})(?:\s*(?:to|or|and|[-–—])\s*(?P<high>{_NUMBER}))?"


@dataclass(frozen=True)
class Span:
    low: int
    high: int

    def times(self, factor: int) -> "Span":
        return Span(self.low * factor, self.high * factor)


def read_number(word: str) -> int:
    return int(word) if word.isdigit() else WORDS[word.lower()]


def read_span(match: re.Match[str]) -> Span | None:
    """None where the numbers run backwards: no span that anybody meant."""
    low = read_number(match["low"])
    high = read_number(match["high"]) if match["high"] else low
    return Span(low, high) if low <= high else None
