"""Finds intervals between repetitions: “every 4 weeks”, “twice a year”, “six-weekly”, “a month apart”."""

import re
from collections.abc import Iterator
from fractions import Fraction

from content.desk.importing.facts.amounts import REACH, UNIT, UNIT_WORDS, Amount, find_amounts
from content.desk.importing.facts.number_words import (
    ENGLISH_WORDS,
    HINDI_WORDS,
    match_any,
    read_word,
)
from content.model.polarity.spelling import ENDS, STARTS, compile_words, fold_in_place

_TIMES = {"once": 1, "twice": 2, "thrice": 3}
_TIMES_WORDS = rf"(?P<times>once|twice|thrice|(?P<n>\d|{'|'.join(ENGLISH_WORDS.split()[:6])}) times)"
_EVERY = compile_words(
    rf"(?:\b(?:every|each)|{STARTS}(?:हर|प्रत्येक))\s+(?P<other>other\s+|second\s+|दूसरे\s+)?"
    rf"(?:{UNIT.format(p='')}){ENDS}(?P<half>\s+and\s+a\s+half\b)?"
)
_PER = compile_words(rf"\b{_TIMES_WORDS}\s+(?:an?|per|each|every)\s+(?:{UNIT.format(p='')}){ENDS}")
_PER_HINDI = compile_words(
    rf"(?:{UNIT.format(p='')})\s+में\s+(?P<word>\d|{match_any(HINDI_WORDS.split()[:6])})\s+बार{ENDS}"
)
_ADVERBS = {
    "weekly": ("week", 1), "fortnightly": ("week", 2), "monthly": ("month", 1), "quarterly": ("month", 3),
    "yearly": ("year", 1), "annually": ("year", 1), "annual": ("year", 1), "half-yearly": ("month", 6),
    "मासिक": ("month", 1), "साप्ताहिक": ("week", 1), "सालाना": ("year", 1), "वार्षिक": ("year", 1),
}  # fmt: skip
_ADVERB = compile_words(
    rf"{STARTS}(?<!-)(?<!\bbi )(?<!\bsemi )(?:(?P<n>\d{{1,2}}"
    rf"|{'|'.join(ENGLISH_WORDS.split())})(?P<join>[-\s]))?(?P<adverb>{match_any(_ADVERBS)}){ENDS}"
)
#: “Twice yearly”, which no number of years says.
_OFTEN = re.compile(r"\b(?:once|twice|thrice|times|half|every other)[\s-]+$")
#: After “six weekly”: a gap of six weeks. Before anything else, “six” may count what comes weekly: “six weekly visits”.
_OF_GAPS = re.compile(r"^\s+(?:intervals?|gaps?|breaks?)\b")
#: Open frequencies: “Once or twice a year”, “every year or two”, “at least twice a year”.
_OPEN_GAP_BEFORE = re.compile(r"(?:\b(?:or|to|at (?:the )?(?:least|most)|up to|than)|[-–])\s*$")
_OPEN_GAP_AFTER = re.compile(r"^\s+(?:or|to)\b(?! (?:so|keep|maintain|hold|preserve|refresh|top)\b)")
_BEFORE_GAP = compile_words(
    rf"(?:\b(?:every|(?:at )?intervals? of|gaps? of|spaced|spread|leave|wait)|{STARTS}(?:हर|प्रत्येक))"
    r"(?:\s+(?:about|around|roughly|approximately|at least|at intervals of))?\s*$"
)
_AFTER_GAP = compile_words(
    r"^[\s-]*(?:apart\b|(?:gaps?|intervals?|breaks?|rest)\b|(?:(?:is|are|should be|must be|pass|passes"
    r"|must pass)\s+(?:left\s+)?)?"
    r"(?:in )?between\b|(?:must|should)\s+(?:pass|go by|be left)\s+(?:before|between)\b"
    rf"|(?:के|का)\s+(?:अंतर|अंतराल|फ़ासले|फासले|गैप){ENDS})"
)


def find_gaps(text: str) -> Iterator[Amount]:
    """The intervals that a text states, each with its place."""
    folded = fold_in_place(text)
    for amount in find_amounts(text):
        before = re.sub(
            r"(?:at least|no (?:fewer|less) than|up to|about|between)\s*$",
            "",
            folded[max(0, amount.start - REACH) : amount.start],
        )
        if amount.unit and (_BEFORE_GAP.search(before) or _AFTER_GAP.search(folded[amount.end :])):
            yield amount
    for match in _find_said(_EVERY, folded):
        half = Fraction(1, 2) if match["half"] else 0
        yield _gap(match, _unit_of(match), Fraction(2 if match["other"] else 1) + half)
    for match in _find_said(_PER, folded):
        times = _TIMES.get(match["times"]) or int(read_word(match["n"]))
        yield _per(match, times)
    for match in _PER_HINDI.finditer(folded):
        yield _per(match, int(read_word(match["word"])))
    for match in _find_said(_ADVERB, folded):
        unit, count = _ADVERBS[match["adverb"]]
        number = read_word(match["n"]) if match["n"] else Fraction(1)
        counts_visits = match["join"] == " " and not _OF_GAPS.match(folded[match.end() :])
        if counts_visits or _OFTEN.search(folded[: match.start()]):
            yield Amount(None, None, unit, match.start(), match.end(), unit)
        else:
            yield _gap(match, unit, number * count)


def _find_said(words: re.Pattern[str], folded: str) -> Iterator[re.Match[str]]:
    for match in words.finditer(folded):
        if not _OPEN_GAP_BEFORE.search(folded[: match.start()]) and not _OPEN_GAP_AFTER.search(folded[match.end() :]):
            yield match


def _unit_of(match: re.Match[str]) -> str:
    return next(unit for unit in UNIT_WORDS if match[unit])


def _per(match: re.Match[str], times: int) -> Amount:
    unit = _unit_of(match)
    return _gap(match, "month", Fraction(12, times)) if unit == "year" else _gap(match, unit, Fraction(1, times))


def _gap(match: re.Match[str], unit: str, count: Fraction) -> Amount:
    return Amount(count, count, unit, match.start(), match.end(), unit)
