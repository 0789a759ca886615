"""Numbers and words for how often something happens: which rate a text says, and whether word and number match.

The words are those of the EU guideline on the summary of product characteristics (2009), which leaflets use: common is
1 to 10 in 100 people, and so on. “Up to 1 in 10” names the group below 1 in 10. In doubt nothing is found.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from content.desk.writing.sentences import Span, find_sentences
from content.model.polarity.spelling import ENDS, STARTS, compile_words, fold_in_place
from content.model.vocabulary import Frequency

#: Frequency -> the least and the most of those who have it.
BANDS = {
    Frequency.VERY_COMMON: (Fraction(1, 10), Fraction(1)),
    Frequency.COMMON: (Fraction(1, 100), Fraction(1, 10)),
    Frequency.UNCOMMON: (Fraction(1, 1_000), Fraction(1, 100)),
    Frequency.RARE: (Fraction(1, 10_000), Fraction(1, 1_000)),
    Frequency.VERY_RARE: (Fraction(0), Fraction(1, 10_000)),
}
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SPELT = {name: number for number, name in enumerate(_NUMBERS, 1)}
_LARGE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_N = rf"(?:\d{{1,3}}(?:[, ]\d{{3}})+|\d+(?:\.\d+)?|(?:(?:a|one) )?(?:{'|'.join(_LARGE)})|{'|'.join(_SPELT)})"
_TO = r"\s*(?:to|or|-|–|—)\s*"
_PEOPLE = r"(?:people|persons?|patients|users|men|women|adults|children|cases?|treatments|clients|of those|of them)"
#: What a number before it counts is no share of people.
_NO_SHARE = r"(?!\s*-?\s*(?:sessions?|visits?|minutes?|hours?|days?|weeks?|months?|years?|ml|mg|g|cm|mm|areas?)\b)"
_RATE = compile_words(
    rf"\b(?P<least>{_N})(?:{_TO}(?P<most>{_N}))?(?:\s+{_PEOPLE})?\s+(?:in|out of|per)\s+(?:every\s+|a\s+(?=\d))?"
    rf"(?P<of>{_N})\b{_NO_SHARE}"
    # A colon before fewer than three digits may tell the time.
    rf"|(?<![\d/.:])(?P<top>1(?=/)|\d+(?=:(?:\d{{3}}|\d,)))[/:](?P<part>\d{{1,3}}(?:[, ]\d{{3}})+|\d+)(?![\d/:])"
    rf"|(?<!\w)(?P<low>{_N})(?:\s*%?{_TO}(?P<high>{_N}))?\s*(?:%|per ?cent\b)"
    rf"(?P<whom>\s+of\s+(?:all\s+|the\s+)?{_PEOPLE})?"
    rf"|(?<!\d)(?P<hi_of>\d[\d,]*)\s+में\s+(?:से\s+)?(?P<hi_least>\d+)(?:\s*(?:से|-|–)\s*(?P<hi_most>\d+))?"
)
_AT_LEAST = compile_words(r"(?:more than|over|at least|≥|>=?)\s*$")
_UP_TO = compile_words(r"(?:up to|at most|no more than|as many as|≤|<=)\s*$")
_BELOW = compile_words(r"(?:fewer than|less than|under|below|<)\s*$")
_OR_MORE = compile_words(rf"\s*(?:{_PEOPLE}\s+)?(?:or more|and more|or greater|\+|या अधिक|या ज़्यादा)")
_UP_TO_AFTER = compile_words(r"\s*(?:or (?:fewer|less)|तक)")
_JOINS = compile_words(rf"\s*(?:{_PEOPLE}\s*)?(?:to|and|-|–|,)?\s*(?:but\s+)?(?:up to|fewer than|less than|<|≤)?\s*")
_WORDS = compile_words(
    r"(?<!not )(?<!n't )(?<!more )(?<!less )(?<!most )(?<!as )(?<!how )\b(?:very (?:common|rare)(?:ly)?|uncommon(?:ly)?"
    r"|common(?:ly)?(?! (?:cold|sense|wart|name|practice|to\b))|rare(?:ly)?)\b"
    rf"|{STARTS}(?:बहुत आम|कम आम|आम|बहुत दुर्लभ|दुर्लभ){ENDS}(?!\s+तौर)"
)
_HINDI = {"बहुत आम": "very_common", "आम": "common", "कम आम": "uncommon", "दुर्लभ": "rare", "बहुत दुर्लभ": "very_rare"}
#: Between word and number: something else is spoken of from here on.
_ELSE = re.compile(
    r"[;.]|\b(?:but|while|whereas|though|although)\b|\band\b(?!\s+(?:may|can|affects?|happens?|occurs?|seen)\b)"
)
#: So near stand a word and its number.
_NEAR = 70
#: A number of more letters means no share of people, and may be more than can be counted with.
_LONGEST_NUMBER = 20


@dataclass(frozen=True)
class Rate:
    """A share of people, from `least` to `most`; for a single number they are equal."""

    phrase: str
    span: Span
    least: Fraction
    most: Fraction
    #: A percentage alone may be the strength of an acid. It counts only of people, or beside a word.
    is_share: bool = True

    def fits(self, frequency: Frequency) -> bool:
        low, high = BANDS[frequency]
        if self.least == self.most:
            return low <= self.least <= high
        return max(low, self.least) < min(high, self.most)


@dataclass(frozen=True)
class Mismatch:
    word: str
    rate: Rate


def find_rates(text: str) -> list[Rate]:
    folded = fold_in_place(text)
    found: list[Rate] = []
    for match in _RATE.finditer(folded):
        rate = _read(match)
        if rate is None:
            continue
        if found and _is_range(folded, found[-1], rate):
            found[-1] = _join(found[-1], rate)
        else:
            found.append(_qualify(rate, folded))
    return [replace(rate, phrase=text[rate.span.start : rate.span.end]) for rate in found]


def _is_range(text: str, one: Rate, other: Rate) -> bool:
    """Whether two rates are the ends of a range: not in “1 in 10 and 1 in 100”, but after “between”."""
    between = text[one.span.end : other.span.start]
    if between.strip() == "and":
        return text[: one.span.start].rstrip().endswith("between")
    return bool(_JOINS.fullmatch(between)) and between.strip() not in ("", ",")


def _read(match: re.Match[str]) -> Rate | None:
    given = match.groupdict()
    least = given["least"] or given["top"] or given["low"] or given["hi_least"]
    most = given["most"] or given["high"] or given["hi_most"]
    whole = _number(given["of"] or given["part"] or given["hi_of"] or "100")
    first = _number(least)
    last = _number(most) if most else first
    if not whole or not 0 < first <= last <= whole:
        return None
    is_share = not given["low"] or bool(given["whom"])
    return Rate(match[0], Span(*match.span()), first / whole, last / whole, is_share)


def _number(text: str) -> Fraction:
    """0 for what is too long to be a number of people."""
    if len(text) > _LONGEST_NUMBER:
        return Fraction(0)
    known = _SPELT.get(text) or _LARGE.get(text.split(" ")[-1])
    return Fraction(known or text.replace(",", "").replace(" ", ""))


def _join(one: Rate, other: Rate) -> Rate:
    """“1 in 100 to 1 in 10”, in either order."""
    ends = (one.least, one.most, other.least, other.most)
    least, most = min(end for end in ends if end), max((end for end in ends if end < 1), default=Fraction(1))
    return replace(one, span=Span(one.span.start, other.span.end), least=least, most=most)


def _qualify(rate: Rate, text: str) -> Rate:
    before, after = text[: rate.span.start], text[rate.span.end :]
    if found := _AT_LEAST.search(before):
        return replace(rate, span=Span(found.start(), rate.span.end), most=Fraction(1))
    if found := _BELOW.search(before):
        return replace(rate, span=Span(found.start(), rate.span.end), least=Fraction(0))
    if found := _UP_TO.search(before):
        return replace(rate, span=Span(found.start(), rate.span.end), least=rate.most / 10)
    if found := _OR_MORE.match(after):
        return replace(rate, span=Span(rate.span.start, rate.span.end + found.end()), most=Fraction(1))
    if found := _UP_TO_AFTER.match(after):
        return replace(rate, span=Span(rate.span.start, rate.span.end + found.end()), least=rate.most / 10)
    return rate


def find_mismatches(text: str) -> Iterator[Mismatch]:
    """Words for how often whose own number, in the same sentence, says something else."""
    folded, rates = fold_in_place(text), find_rates(text)
    for sentence in find_sentences(text):
        words = list(_WORDS.finditer(folded, sentence.start, sentence.end))
        for rate in rates:
            is_within = sentence.start <= rate.span.start < sentence.end
            word = _find_word(folded, words, rate) if is_within else None
            if word and not rate.fits(_name(word[0])):
                yield Mismatch(text[word.start() : word.end()], rate)


def _find_word(text: str, words: list[re.Match[str]], rate: Rate) -> re.Match[str] | None:
    """The word right before a rate, or in brackets right after it."""
    for word in reversed([word for word in words if word.end() <= rate.span.start]):
        between = text[word.end() : rate.span.start]
        if len(between) <= _NEAR and not _ELSE.search(between) and not _RATE.search(between):
            return (
                word
                if rate.is_share or re.fullmatch(r"[\s:,]*\(?\s*(?:in\s+|about\s+|affects?\s+)?", between)
                else None
            )
        return None
    following = (word for word in words if word.start() >= rate.span.end)
    for word in following:
        between = text[rate.span.end : word.start()]
        return word if re.fullmatch(rf"(?:\s+{_PEOPLE})?\s*[(,–—-]\s*", between) else None
    return None


def _name(word: str) -> Frequency:
    if word in _HINDI:
        return Frequency(_HINDI[word])
    word = word.removesuffix("ly") if word.endswith(("commonly", "rarely")) else word
    return Frequency(word.replace("very ", "very_"))
