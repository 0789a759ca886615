"""Finds numbers in prose, in English and Hindi: text -> amounts with their units.

The only parser of numbers. `readers` decides what they mean; `gaps` finds intervals between repetitions.

No maintained library does this. quantulum3 reads “an hour and a half” as an hour, “1,5 hours” as 5 and “minutes” as
angles, and knows no Hindi. text2num and recognizers-text know no Hindi, or are no longer maintained for Python.
number-parser turns words into digits, but knows neither “ढाई” nor ranges.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from content.desk.importing.facts.number_words import (
    FRACTIONS,
    PARTS,
    PREFIXES,
    WORDS,
    match_any,
    read_part,
    read_prefix,
    read_word,
)
from content.model.polarity.spelling import ENDS, STARTS, compile_words, fold_in_place

#: Unit -> its words.
UNIT_WORDS = {
    "minute": r"minutes?|mins?\b\.?|मिनट(?:ों)?",
    "hour": r"hours?|hrs?\b\.?|घंट(?:े|ा|ों)|घण्ट(?:े|ा|ों)",
    "day": r"days?|दिन(?:ों)?",
    "week": r"weeks?|wks?\b|हफ़्त(?:े|ा|ों)|सप्ताह(?:ों)?",
    "fortnight": r"fortnights?",
    "month": r"months?|महीन(?:े|ा|ों)|माह",
    "year": r"years?|साल(?:ों)?|वर्ष(?:ों)?",
}
MINUTES = {"minute": Fraction(1), "hour": Fraction(60)}
COUNT = {"": Fraction(1)}
#: Hours are rounded up to whole days, since only whole days are stored.
DAYS = {"hour": Fraction(1, 24), "day": Fraction(1), "week": Fraction(7), "fortnight": Fraction(14)}
WEEKS = {"day": Fraction(1, 7), "week": Fraction(1), "fortnight": Fraction(2), "month": Fraction(4)}
MONTHS = {"month": Fraction(1), "year": Fraction(12)}
_VALUE = (
    r"(?:(?<![\d.,:/£$€₹#])\b(?P<{p}digits>\d{{1,3}}(?:[.,]\d{{1,2}})?)(?![\d/:%])(?:\s?(?P<{p}sign>[½¼¾])"
    r"|\s(?P<{p}small>[1-3]/[2-4])(?!\d))?"
    r"|(?P<{p}lone>[½¼¾])|(?<![\d/])(?P<{p}only>[1-3]/[2-4])(?![\d/])"
    rf"|{STARTS}(?:an?\s+)?(?:(?P<{{p}}prefix>{match_any(PREFIXES)})\s+)?(?P<{{p}}word>{match_any(WORDS)}){ENDS})"
    r"(?:\s+and\s+(?:a\s+)?(?P<{p}part>half|quarter|three[\s-]quarters))?"
)
UNIT = "|".join(f"(?P<{{p}}{unit}>{words})" for unit, words in UNIT_WORDS.items())
#: “An hour and a half”, “half an hour”, “three quarters of an hour”, “a quarter of an hour”.
_PHRASE = (
    rf"(?:(?P<{{p}}some>half|(?:a\s+|one\s+)?quarter|three[\s-]quarters)(?:\s+of)?[\s-]+(?:an?\s+)?(?P<{{p}}someunit>hour|day|year)s?"
    rf"|(?P<{{p}}one>an?|one)\s+(?P<{{p}}oneunit>minute|hour|day|week|fortnight|month|year)(?:\s+and\s+(?:a\s+)?"
    rf"(?P<{{p}}onepart>half|quarter|three[\s-]quarters))?){ENDS}"
)
_MORE = (
    r"(?:(?:(?<=hour)|(?<=hours)|(?<=hr)|(?<=hrs)|(?<=घंटे)|(?<=घंटा))[\s,]+(?:and\s+|और\s+)?"
    rf"(?P<{{p}}more>\d{{{{1,2}}}}|{match_any(WORDS)})[\s-]*(?:minutes?|mins?|मिनट){ENDS})?"
)
_DURATION = rf"(?:{_PHRASE}|{_VALUE}(?:[\s-]*(?:{UNIT}){ENDS})?){_MORE}"
_JOINED = r"(?:\s*(?P<sep>[-–—]|\bto\b|\bor\b|\band\b|से|या)\s*"
_AMOUNT = compile_words(
    rf"(?P<between>\b(?:anything\s+)?between\s+)?{_DURATION.format(p='a_')}{_JOINED}(?:about\s+)?{_DURATION.format(p='b_')})?"
)
_RATE = re.compile(
    r"(?:\b(?:once|twice|thrice|times?|sessions?|visits?|treatments?|appointments?|peels?|minutes?|hours?|days?))\s+$"
)
_ABOUT = r"(?:\s+(?:about|around|roughly|approximately|some|the))?\s*$"
_MOST = re.compile(
    r"\b(?:up to|at (?:the )?most|(?:no|not) (?:more|longer|later) than|(?:just )?under|(?:less|fewer|sooner"
    r"|shorter) than"
    r"|within|below|max(?:imum)?(?: of)?\.?)" + _ABOUT
)
_LEAST = re.compile(
    r"\b(?:at (?:the )?least|min(?:imum)?(?: of)?\.?|(?:no|not|never) (?:fewer|less|sooner|earlier) than"
    r"|(?:more|longer) than|over|upwards of|not before)" + _ABOUT
)
_MOST_AFTER = re.compile(r"^\s*(?:apart )?(?:or (?:less|fewer|under)|at (?:the )?(?:most|latest)|max(?:imum)?)\b")
_LEAST_AFTER = re.compile(
    r"^\s*(?:apart )?(?:\+|(?:or (?:more|longer|over)"
    r"|at (?:the )?(?:least|earliest|soonest)|min(?:imum)|and more|plus)\b)"
)
#: A range with only one numeric end: “a few to 30”, “30 minutes to several hours”.
_OPEN_BEFORE = re.compile(r"\b(?:(?:few|several)\s*(?:to|or|-|–)|(?:between|from)\s+[^.;,\d]{1,25}\s(?:and|to))\s*$")
_OPEN_AFTER = re.compile(r"^\s*(?:to|or|-|–)\s+(?:an?\s+)?(?:few|several|many|some)\b")
_MOST_HINDI = compile_words(r"(?:ज़्यादा से ज़्यादा|अधिक से अधिक|अधिकतम)\s*$")
_LEAST_HINDI = compile_words(r"(?:कम से कम|न्यूनतम)\s*$")
_LEAST_HINDI_AFTER = compile_words(r"^\s*(?:से\s+(?:ज़्यादा|अधिक|ऊपर)|या\s+(?:उससे\s+)?(?:ज़्यादा|अधिक))")
_MOST_HINDI_AFTER = compile_words(rf"^\s*(?:से\s+कम|के\s+(?:अंदर|भीतर)|तक){ENDS}")
#: “1hr 15”: the number continues without a unit.
_GOES_ON = re.compile(r"^\s?\d")
#: “1.30 hours” may be an hour and a half.
_CLOCK = re.compile(r"\d[.,](?!25|50|75)\d\d(?!\d)")
#: How many letters around a number are searched for a limit, such as “up to”.
REACH = 60


@dataclass(frozen=True)
class Amount:
    """From `low` to `high`, equal for a single number. None for an open end: “up to 3”, “8 or more”.

    `unit` is a key of `UNIT_WORDS`, or empty for a bare number. Places are places in the text.
    """

    low: Fraction | None
    high: Fraction | None
    unit: str
    start: int
    end: int
    high_unit: str = ""

    def count(self, factors: dict[str, Fraction]) -> tuple[int, int] | None:
        """The amount in the unit of `factors`. None if an end is open, or is not a whole number of units."""
        if self.low is None or self.high is None or self.unit not in factors or self.high_unit not in factors:
            return None
        low, high = self.low * factors[self.unit], self.high * factors[self.high_unit]
        whole = low.denominator == high.denominator == 1 and low <= high
        return (int(low), int(high)) if whole else None


def find_amounts(text: str) -> Iterator[Amount]:
    """Every number or range in a text, with its unit, if it has one."""
    folded = fold_in_place(text)
    place = 0
    while match := _AMOUNT.search(folded, place):
        amount = _read_amount(match)
        place = amount.end
        if (
            match["a_one"]
            and not match["between"]
            and _RATE.search(folded[max(0, match.start() - REACH) : match.start()])
        ):
            continue  # “twice a week” is a frequency, not an amount
        yield _bound(folded, amount)


def _read_amount(match: re.Match[str]) -> Amount:
    low, unit = _read_duration(match, "a_")
    end = match.end()
    if not match["sep"] or (match["sep"] == "and" and not match["between"]):
        # “one and two”: the second is a separate number, or the end of “between … and …”.
        end = len(match.string[: match.start("sep")].rstrip()) if match["sep"] else end
        return Amount(low, low, unit, match.start(), end, unit)
    high, high_unit = _read_duration(match, "b_")
    return Amount(low, high, unit or high_unit, match.start(), end, high_unit or unit)


def _read_duration(match: re.Match[str], p: str) -> tuple[Fraction, str]:
    if match[f"{p}some"]:
        part = re.sub(r"^(?:a|one)\s+", "", re.sub(r"[\s-]+", " ", match[f"{p}some"]))
        return PARTS[part], match[f"{p}someunit"]
    more = Fraction(read_word(match[f"{p}more"])) / 60 if match[f"{p}more"] else Fraction(0)
    if match[f"{p}one"]:
        return 1 + read_part(match[f"{p}onepart"]) + more, match[f"{p}oneunit"]
    unit = next((unit for unit in UNIT_WORDS if match[f"{p}{unit}"]), "")
    return _read_value(match, p) + read_part(match[f"{p}part"]) + more, unit


def _read_value(match: re.Match[str], p: str) -> Fraction:
    if match[f"{p}digits"]:
        value = Fraction(match[f"{p}digits"].replace(",", "."))
        small = match[f"{p}small"]
        return value + FRACTIONS.get(match[f"{p}sign"] or "", Fraction(0)) + (Fraction(small) if small else 0)
    if match[f"{p}lone"]:
        return FRACTIONS[match[f"{p}lone"]]
    if match[f"{p}only"]:
        return Fraction(match[f"{p}only"])
    prefix = match[f"{p}prefix"]
    return read_word(match[f"{p}word"]) + (read_prefix(prefix) if prefix else 0)


def _bound(folded: str, amount: Amount) -> Amount:
    """The amount, with an open end if a limit stands next to it: “up to”, “at least”, “or more”."""
    before, after = folded[max(0, amount.start - REACH) : amount.start], folded[amount.end : amount.end + REACH]
    is_range = amount.low != amount.high
    if "hour" in (amount.unit, amount.high_unit) and (
        _GOES_ON.search(after) or _CLOCK.search(folded, amount.start, amount.end)
    ):
        return replace(amount, low=None, high=None)
    if is_range and re.search(r"\bover\s+$", before):
        return amount  # “fades over 3 to 5 days”
    if _OPEN_BEFORE.search(before):
        return replace(amount, low=None)
    if _OPEN_AFTER.search(after):
        return replace(amount, high=None)
    least = _LEAST.search(before) or _LEAST_HINDI.search(before)
    if least or _LEAST_AFTER.search(after) or _LEAST_HINDI_AFTER.search(after):
        return replace(amount, high=None)
    if _MOST.search(before) or _MOST_HINDI.search(before) or _MOST_AFTER.search(after):
        return replace(amount, low=None)
    if _MOST_HINDI_AFTER.search(after) and not is_range:
        return replace(amount, low=None)
    return amount
