"""Numbers as prose writes them, in English and Hindi: text -> amounts with their units, and gaps between repetitions.

The one parser of numbers; `facts` decides what they are about. No kept library reads these. quantulum3 takes “an hour
and a half” for an hour, “1,5 hours” for 5 and “minutes” for angles, and knows no Hindi; text2num and recognizers-text
know no Hindi or are no longer kept for Python; number-parser turns words into digits but knows no “ढाई” and no ranges.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from content.model.polarity.spelling import ENDS, STARTS, compile_words, fold_in_place

_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_HINDI = (
    "एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस इक्कीस बाईस तेईस चौबीस पच्चीस"
)
_WORDS: dict[str, Fraction] = {word: Fraction(n) for n, word in enumerate(f"zero {_UNITS} eighteen nineteen".split())}
_WORDS |= {word: Fraction(10 * n) for n, word in enumerate(_TENS.split(), 2)}
_WORDS |= {
    f"{ten}{sign}{unit}": 10 * Fraction(n) + m
    for n, ten in enumerate(_TENS.split(), 2)
    for m, unit in enumerate(_UNITS.split()[:9], 1)
    for sign in "- "
}
_WORDS |= {"single": Fraction(1), "dozen": Fraction(12), "half a dozen": Fraction(6), "couple of": Fraction(2)}
_WORDS |= {word: Fraction(n) for n, word in enumerate(_HINDI.split(), 1)}
_WORDS |= {"छः": Fraction(6), "छे": Fraction(6), "तीस": Fraction(30), "पैंतीस": Fraction(35), "चालीस": Fraction(40)}
_WORDS |= {"पैंतालीस": Fraction(45), "पचास": Fraction(50), "साठ": Fraction(60), "नब्बे": Fraction(90)}
_WORDS |= {"डेढ़": Fraction(3, 2), "ढाई": Fraction(5, 2), "सवा": Fraction(5, 4), "पौन": Fraction(3, 4)}
_WORDS |= {word: Fraction(1, 2) for word in ("आधा", "आधे", "आधी")}
_PREFIXES = {"साढ़े": Fraction(1, 2), "सवा": Fraction(1, 4), "पौने": Fraction(-1, 4)}
_FRACTIONS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
_PARTS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "three quarters": Fraction(3, 4)}
_PARTS["three-quarters"] = _PARTS["three quarters"]

#: Unit -> its words, and how many of the smaller one of its kind it is.
_UNIT_WORDS = {
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
#: Part of a day counts as one where something lasts for hours: only whole days are kept.
DAYS = {"hour": Fraction(1, 24), "day": Fraction(1), "week": Fraction(7), "fortnight": Fraction(14)}
WEEKS = {"day": Fraction(1, 7), "week": Fraction(1), "fortnight": Fraction(2), "month": Fraction(4)}
MONTHS = {"month": Fraction(1), "year": Fraction(12)}


def _choose(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_VALUE = (
    r"(?:(?<![\d.,:/£$€₹#])\b(?P<{p}digits>\d{{1,3}}(?:[.,]\d{{1,2}})?)(?![\d/:%])(?:\s?(?P<{p}sign>[½¼¾])"
    r"|\s(?P<{p}small>[1-3]/[2-4])(?!\d))?"
    r"|(?P<{p}lone>[½¼¾])|(?<![\d/])(?P<{p}only>[1-3]/[2-4])(?![\d/])"
    rf"|{STARTS}(?:an?\s+)?(?:(?P<{{p}}prefix>{_choose(_PREFIXES)})\s+)?(?P<{{p}}word>{_choose(_WORDS)}){ENDS})"
    r"(?:\s+and\s+(?:a\s+)?(?P<{p}part>half|quarter|three[\s-]quarters))?"
)
_UNIT = "|".join(f"(?P<{{p}}{unit}>{words})" for unit, words in _UNIT_WORDS.items())
#: “An hour and a half”, “half an hour”, “three quarters of an hour”, “a quarter of an hour”.
_PHRASE = (
    rf"(?:(?P<{{p}}some>half|(?:a\s+|one\s+)?quarter|three[\s-]quarters)(?:\s+of)?[\s-]+(?:an?\s+)?(?P<{{p}}someunit>hour|day|year)s?"
    rf"|(?P<{{p}}one>an?|one)\s+(?P<{{p}}oneunit>minute|hour|day|week|fortnight|month|year)(?:\s+and\s+(?:a\s+)?"
    rf"(?P<{{p}}onepart>half|quarter|three[\s-]quarters))?){ENDS}"
)
_MORE = (
    r"(?:(?:(?<=hour)|(?<=hours)|(?<=hr)|(?<=hrs)|(?<=घंटे)|(?<=घंटा))[\s,]+(?:and\s+|और\s+)?"
    rf"(?P<{{p}}more>\d{{{{1,2}}}}|{_choose(_WORDS)})[\s-]*(?:minutes?|mins?|मिनट){ENDS})?"
)
_DURATION = rf"(?:{_PHRASE}|{_VALUE}(?:[\s-]*(?:{_UNIT}){ENDS})?){_MORE}"
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
_MOST_AFTER = re.compile(r"^\s*(?:or (?:less|fewer|under)|at (?:the )?most|max(?:imum)?)\b")
_LEAST_AFTER = re.compile(r"^\s*(?:\+|(?:or (?:more|longer|over)|at (?:the )?least|min(?:imum)|and more|plus)\b)")
#: A range of which the other end is no number: “a few to 30”, “30 minutes to several hours”.
_OPEN_BEFORE = re.compile(r"\b(?:(?:few|several)\s*(?:to|or|-|–)|(?:between|from)\s+[^.;,\d]{1,25}\s(?:and|to))\s*$")
_OPEN_AFTER = re.compile(r"^\s*(?:to|or|-|–)\s+(?:an?\s+)?(?:few|several|many|some)\b")
_MOST_HINDI = compile_words(r"(?:ज़्यादा से ज़्यादा|अधिक से अधिक|अधिकतम)\s*$")
_LEAST_HINDI = compile_words(r"(?:कम से कम|न्यूनतम)\s*$")
_LEAST_HINDI_AFTER = compile_words(r"^\s*(?:से\s+(?:ज़्यादा|अधिक|ऊपर)|या\s+(?:उससे\s+)?(?:ज़्यादा|अधिक))")
_MOST_HINDI_AFTER = compile_words(rf"^\s*(?:से\s+कम|के\s+(?:अंदर|भीतर)|तक){ENDS}")

#: “1hr 15”: the number goes on, without its unit.
_GOES_ON = re.compile(r"^\s?\d")
#: “1.30 hours” may be an hour and a half.
_CLOCK = re.compile(r"\d[.,](?!25|50|75)\d\d(?!\d)")
#: How far from a number its limits stand.
REACH = 60


@dataclass(frozen=True)
class Amount:
    """From `low` to `high`, alike for one number; None where that end is not said (“up to 3”, “8 or more”).

    `unit` is a word of `_UNIT_WORDS`, or empty for a bare number. Places are those of the text.
    """

    low: Fraction | None
    high: Fraction | None
    unit: str
    start: int
    end: int
    high_unit: str = ""

    def count(self, factors: dict[str, Fraction]) -> tuple[int, int] | None:
        """In whole units of `factors`; None where an end is not said, or either is no whole number of them."""
        if self.low is None or self.high is None or self.unit not in factors or self.high_unit not in factors:
            return None
        low, high = self.low * factors[self.unit], self.high * factors[self.high_unit]
        whole = low.denominator == high.denominator == 1 and low <= high
        return (int(low), int(high)) if whole else None


_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
ORDINALS = {word: n for n, word in enumerate(_ORDINALS.split(), 1)}
ORDINALS |= {f"{n}{'st' if n == 1 else 'nd' if n == 2 else 'rd' if n == 3 else 'th'}": n for n in range(1, 13)}
_HINDI_ORDINALS = (("पहल", 1), ("दूसर", 2), ("तीसर", 3), ("चौथ", 4), ("पाँचव", 5), ("पांचव", 5), ("छठ", 6))
ORDINALS |= {f"{stem}{sign}": n for stem, n in _HINDI_ORDINALS for sign in ("ा", "े", "ी", "ें", "ीं")}


def find_amounts(text: str) -> Iterator[Amount]:
    """Every number or range of a text, with its unit where it has one."""
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
            continue  # “twice a week” is no week
        yield _bound(folded, amount)


def _read_amount(match: re.Match[str]) -> Amount:
    low, unit = _read_duration(match, "a_")
    end = match.end()
    if not match["sep"] or (match["sep"] == "and" and not match["between"]):
        # “one and two”: the second is a number of its own, or the end of “between … and …”.
        end = len(match.string[: match.start("sep")].rstrip()) if match["sep"] else end
        return Amount(low, low, unit, match.start(), end, unit)
    high, high_unit = _read_duration(match, "b_")
    return Amount(low, high, unit or high_unit, match.start(), end, high_unit or unit)


def _read_duration(match: re.Match[str], p: str) -> tuple[Fraction, str]:
    if match[f"{p}some"]:
        part = re.sub(r"^(?:a|one)\s+", "", re.sub(r"[\s-]+", " ", match[f"{p}some"]))
        return _PARTS[part], match[f"{p}someunit"]
    more = Fraction(_read_word(match[f"{p}more"])) / 60 if match[f"{p}more"] else Fraction(0)
    if match[f"{p}one"]:
        return 1 + _read_part(match[f"{p}onepart"]) + more, match[f"{p}oneunit"]
    unit = next((unit for unit in _UNIT_WORDS if match[f"{p}{unit}"]), "")
    return _read_value(match, p) + _read_part(match[f"{p}part"]) + more, unit


def _read_value(match: re.Match[str], p: str) -> Fraction:
    if match[f"{p}digits"]:
        value = Fraction(match[f"{p}digits"].replace(",", "."))
        small = match[f"{p}small"]
        return value + _FRACTIONS.get(match[f"{p}sign"] or "", Fraction(0)) + (Fraction(small) if small else 0)
    if match[f"{p}lone"]:
        return _FRACTIONS[match[f"{p}lone"]]
    if match[f"{p}only"]:
        return Fraction(match[f"{p}only"])
    prefix = match[f"{p}prefix"]
    return _read_word(match[f"{p}word"]) + (_KNOWN_PREFIXES[_spell(prefix)] if prefix else 0)


def _read_part(part: str | None) -> Fraction:
    return _PARTS[re.sub(r"[\s-]+", " ", part)] if part else Fraction(0)


def _spell(word: str) -> str:
    """A Hindi word without the signs in which its spellings differ."""
    return re.sub("[\u093c\u0901\u0902]", "", fold_in_place(word))


_KNOWN = {_spell(word): value for word, value in _WORDS.items()}
_KNOWN_PREFIXES = {_spell(word): value for word, value in _PREFIXES.items()}


def _read_word(word: str) -> Fraction:
    return Fraction(word) if word.isdigit() else _KNOWN[_spell(word)]


def _bound(folded: str, amount: Amount) -> Amount:
    """Without the end that a limit leaves open: “up to”, “at least”, “or more”."""
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


# -- gaps

_TIMES = {"once": 1, "twice": 2, "thrice": 3}
_TIMES_WORDS = rf"(?P<times>once|twice|thrice|(?P<n>\d|{'|'.join(_UNITS.split()[:6])}) times)"
_EVERY = compile_words(
    rf"(?:\b(?:every|each)|{STARTS}(?:हर|प्रत्येक))\s+(?P<other>other\s+|second\s+|दूसरे\s+)?"
    rf"(?:{_UNIT.format(p='')}){ENDS}(?P<half>\s+and\s+a\s+half\b)?"
)
_PER = compile_words(rf"\b{_TIMES_WORDS}\s+(?:an?|per|each|every)\s+(?:{_UNIT.format(p='')}){ENDS}")
_PER_HINDI = compile_words(rf"(?:{_UNIT.format(p='')})\s+में\s+(?P<word>\d|{_choose(_HINDI.split()[:6])})\s+बार{ENDS}")
_ADVERBS = {
    "weekly": ("week", 1), "fortnightly": ("week", 2), "monthly": ("month", 1), "quarterly": ("month", 3),
    "yearly": ("year", 1), "annually": ("year", 1), "annual": ("year", 1), "half-yearly": ("month", 6),
    "मासिक": ("month", 1), "साप्ताहिक": ("week", 1), "सालाना": ("year", 1), "वार्षिक": ("year", 1),
}  # fmt: skip
_ADVERB = compile_words(
    rf"{STARTS}(?<!-)(?<!\bbi )(?<!\bsemi )(?:(?P<n>\d{{1,2}}"
    rf"|{'|'.join(_UNITS.split())})[-\s])?(?P<adverb>{_choose(_ADVERBS)}){ENDS}"
)
#: “Once or twice a year”, “every year or two”, “at least twice a year”: as often as nobody says.
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
    """How far apart something is repeated: “every 4 weeks”, “twice a year”, “six-weekly”, “a month apart”."""
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
        times = _TIMES.get(match["times"]) or int(_read_word(match["n"]))
        yield _per(match, times)
    for match in _PER_HINDI.finditer(folded):
        yield _per(match, int(_read_word(match["word"])))
    for match in _find_said(_ADVERB, folded):
        unit, count = _ADVERBS[match["adverb"]]
        yield _gap(match, unit, Fraction(count) * (_read_word(match["n"]) if match["n"] else 1))


def _find_said(words: re.Pattern[str], folded: str) -> Iterator[re.Match[str]]:
    for match in words.finditer(folded):
        if not _OPEN_GAP_BEFORE.search(folded[: match.start()]) and not _OPEN_GAP_AFTER.search(folded[match.end() :]):
            yield match


def _unit_of(match: re.Match[str]) -> str:
    return next(unit for unit in _UNIT_WORDS if match[unit])


def _per(match: re.Match[str], times: int) -> Amount:
    unit = _unit_of(match)
    return _gap(match, "month", Fraction(12, times)) if unit == "year" else _gap(match, unit, Fraction(1, times))


def _gap(match: re.Match[str], unit: str, count: Fraction) -> Amount:
    return Amount(count, count, unit, match.start(), match.end(), unit)
