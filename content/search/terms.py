"""One normalisation for what is indexed and what is asked: stems, by script, written in Latin letters.

A database's own tokenizer would not do: SQLite's splits Devanagari into consonants, and no two databases stem alike.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer
from anyascii import anyascii

#: Letters, digits, and what joins them in Devanagari and Arabic, which `\w` alone leaves out: signs, joiners.
_WORD = re.compile(r"[\w\u0900-\u0963\u064b-\u0652\u0670\u200c\u200d]+")
_STEMMERS = (
    (re.compile(r"[\u0900-\u097f]"), snowballstemmer.stemmer("hindi")),
    (re.compile(r"[\u0600-\u06ff]"), snowballstemmer.stemmer("arabic")),
    (re.compile(r"[a-z]"), snowballstemmer.stemmer("english")),
)
#: So common that they say nothing about what is looked for.
STOP_WORDS = frozenset(
    """
    a about am an and any are as at be been but by can could did do does doing for from get gets getting had has have
    having how i if in into is it its just me my of on or our should so some than that the their them then there
    these they this those to up was we were what when where which who will with would you your
    का की के को में से है हैं हो होता होती और या पर यह वह क्या कैसे मैं मुझे मेरे मेरी तो ही भी ने
    في من على إلى عن ما هل هو هي هذا هذه أن أو مع كم كيف لا
    """.split()  # noqa: SIM905
)
MAX_TERM = 40
#: Letters of a word that are looked at: stemming takes long over long words, and no language has longer ones.
MAX_WORD = 50


class Term(NamedTuple):
    """A word of a text: where it stands in it, and what it is looked up by."""

    term: str
    start: int
    end: int


def read_terms(text: str) -> Iterator[Term]:
    """The words of a text of ours that say something, in order."""
    return _read_terms(text, _normalise_known)


def read_question(text: str) -> Iterator[Term]:
    """The same of what somebody asks. It is not remembered: that would push out the words of our own texts."""
    return _read_terms(text, normalise)


def _read_terms(text: str, look_up: Callable[[str], str]) -> Iterator[Term]:
    for match in _WORD.finditer(text):
        if term := look_up(match.group()):
            yield Term(term, match.start(), match.end())


def normalise(word: str) -> str:
    """What a word is looked up by; empty where it says nothing."""
    folded = word[:MAX_WORD].casefold().replace("\u200c", "").replace("\u200d", "")
    if folded in STOP_WORDS:
        return ""
    stemmer = next((stemmer for script, stemmer in _STEMMERS if script.search(folded)), None)
    stem = stemmer.stemWord(folded) if stemmer else folded
    return re.sub(r"[^a-z0-9]", "", anyascii(stem).lower())[:MAX_TERM]


_normalise_known = lru_cache(maxsize=50_000)(normalise)
