"""The words for numbers in English and Hindi, with their values."""

import re
from collections.abc import Iterable
from fractions import Fraction

from content.model.polarity.spelling import fold_in_place

ENGLISH_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
HINDI_WORDS = (
    "एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस इक्कीस बाईस तेईस चौबीस पच्चीस"
)
WORDS: dict[str, Fraction] = {
    word: Fraction(n) for n, word in enumerate(f"zero {ENGLISH_WORDS} eighteen nineteen".split())
}
WORDS |= {word: Fraction(10 * n) for n, word in enumerate(_TENS.split(), 2)}
WORDS |= {
    f"{ten}{sign}{unit}": 10 * Fraction(n) + m
    for n, ten in enumerate(_TENS.split(), 2)
    for m, unit in enumerate(ENGLISH_WORDS.split()[:9], 1)
    for sign in "- "
}
WORDS |= {"single": Fraction(1), "dozen": Fraction(12), "half a dozen": Fraction(6), "couple of": Fraction(2)}
WORDS |= {word: Fraction(n) for n, word in enumerate(HINDI_WORDS.split(), 1)}
WORDS |= {"छः": Fraction(6), "छे": Fraction(6), "तीस": Fraction(30), "पैंतीस": Fraction(35), "चालीस": Fraction(40)}
WORDS |= {"पैंतालीस": Fraction(45), "पचास": Fraction(50), "साठ": Fraction(60), "नब्बे": Fraction(90)}
WORDS |= {"डेढ़": Fraction(3, 2), "ढाई": Fraction(5, 2), "सवा": Fraction(5, 4), "पौन": Fraction(3, 4)}
WORDS |= {word: Fraction(1, 2) for word in ("आधा", "आधे", "आधी")}
PREFIXES = {"साढ़े": Fraction(1, 2), "सवा": Fraction(1, 4), "पौने": Fraction(-1, 4)}
FRACTIONS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
PARTS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "three quarters": Fraction(3, 4)}
PARTS["three-quarters"] = PARTS["three quarters"]


def match_any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
ORDINALS = {word: n for n, word in enumerate(_ORDINALS.split(), 1)}
ORDINALS |= {f"{n}{'st' if n == 1 else 'nd' if n == 2 else 'rd' if n == 3 else 'th'}": n for n in range(1, 13)}
_HINDI_ORDINALS = (("पहल", 1), ("दूसर", 2), ("तीसर", 3), ("चौथ", 4), ("पाँचव", 5), ("पांचव", 5), ("छठ", 6))
ORDINALS |= {f"{stem}{sign}": n for stem, n in _HINDI_ORDINALS for sign in ("ा", "े", "ी", "ें", "ीं")}


def read_part(part: str | None) -> Fraction:
    return PARTS[re.sub(r"[\s-]+", " ", part)] if part else Fraction(0)


def _spell(word: str) -> str:
    """A Hindi word without the signs that vary between spellings."""
    return re.sub("[\u093c\u0901\u0902]", "", fold_in_place(word))


_KNOWN = {_spell(word): value for word, value in WORDS.items()}
_KNOWN_PREFIXES = {_spell(word): value for word, value in PREFIXES.items()}


def read_word(word: str) -> Fraction:
    return Fraction(word) if word.isdigit() else _KNOWN[_spell(word)]


def read_prefix(prefix: str) -> Fraction:
    return _KNOWN_PREFIXES[_spell(prefix)]
