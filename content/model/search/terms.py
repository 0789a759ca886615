"""Normalises the words of guides and of questions: stems, by script, in Latin letters.

Databases' own tokenizers are not used: SQLite's splits Devanagari into consonants, and no two databases stem alike.
"""

import re
import threading
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import snowballstemmer
from anyascii import anyascii

from content.model.folding import APOSTROPHES, DEVANAGARI, IGNORABLE, fold, unmask

#: A letter or digit, or something joined to it that `\w` leaves out: signs, accents, invisible characters.
_LETTER = rf"[\w\u0300-\u036f{DEVANAGARI}\u064b-\u065f\u0670{IGNORABLE}]"
_SHORT = rf"(?:[^\W\d_][\u0300-\u036f{IGNORABLE}]*|[{DEVANAGARI}]{{1,4}}|[\u0620-\u064a]{{1,3}})"
#: An abbreviation, “P.R.P.”; or letters, with apostrophes between them, “what's”.
_WORD = re.compile(rf"(?:{_SHORT}\.){{2,}}(?:{_SHORT}(?!{_LETTER}))?|{_LETTER}+(?:[{APOSTROPHES}]{_LETTER}+)*")
#: A colon typed as a visarga, which would end the word.
_COLON = re.compile("(?<=दु):(?=ख)")
#: Languages with a stemmer, each used for the words of one script.
STEMMED = ("en", "hi", "ar")
_SCRIPTS = (
    (re.compile(r"[\u0900-\u097f]"), "hindi"),
    (re.compile(r"[\u0600-\u06ff]"), "arabic"),
    (re.compile(r"[a-z]"), "english"),
)


class _Stemmers(threading.local):
    """Stemmers keep state, so each thread needs its own."""

    def __init__(self) -> None:
        self.by_language: dict[str, Any] = {code: snowballstemmer.stemmer(code) for _script, code in _SCRIPTS}


_stemmers = _Stemmers()
#: Words that are too common to be searched.
_STOP_WORDS = """
a about am an and any are as at be been but by can could did do does doing for from get gets getting had has have
having how i if in into is it its just me my of on or our should so some than that the their them then there
these they this those to up was we were what when where which who will with would you your
what's how's when's where's who's that's there's here's i'm i've it'd you're you've they're they've we've
don't doesn't didn't isn't aren't wasn't weren't can't couldn't won't wouldn't shouldn't
का की के को में से है हैं हो होता होती और या पर यह वह क्या कैसे मैं मुझे मेरे मेरी तो ही भी ने
في من على إلى عن ما هل هو هي هذا هذه أن أو مع كم كيف لا
"""
#: Raise it whenever a word gets another term than before: all guides are then indexed again.
VERSION = 3
MAX_TERM = 40
#: Letters of a word that are read: stemming of long words is slow, and real words are shorter.
MAX_WORD = 50


class Term(NamedTuple):
    """A word of a text: its normalised form and its place."""

    term: str
    start: int
    end: int


def read_terms(text: str) -> Iterator[Term]:
    """The searchable words of our own text, in order. Their terms are cached."""
    return _read_terms(text, _normalise_known)


def read_question(text: str) -> Iterator[Term]:
    """The searchable words of a question. Not cached, so that questions don't push out the words of our own texts."""
    return _read_terms(text, normalise)


def _read_terms(text: str, look_up: Callable[[str], str]) -> Iterator[Term]:
    for match in _WORD.finditer(_COLON.sub("\u0903", unmask(text))):
        if term := look_up(match.group()):
            yield Term(term, match.start(), match.end())


def _fold(word: str) -> str:
    return unicodedata.normalize("NFC", re.sub(r"[.'\s]", "", fold(word[: 2 * MAX_WORD]).text))[:MAX_WORD]


STOP_WORDS = frozenset(map(_fold, _STOP_WORDS.split()))


def _stem(folded: str, language: str) -> str:
    stemmer = _stemmers.by_language[language]
    stem: str = stemmer.stemWord(folded)
    # Snowball removes either an article or an ending. A ة, which is a ه here, needs a second pass: “الجلسة”, “جلسة”.
    return stemmer.stemWord(stem) if stem.endswith("ه") else stem


def normalise(word: str) -> str:
    """The term of a word; empty for a stop word."""
    folded = _fold(word)
    if folded in STOP_WORDS:
        return ""
    language = next((language for script, language in _SCRIPTS if script.search(folded)), None)
    stem = _stem(folded, language) if language else folded
    return re.sub(r"[^a-z0-9]", "", anyascii(stem).lower())[:MAX_TERM]


_normalise_known = lru_cache(maxsize=50_000)(normalise)
