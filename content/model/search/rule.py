"""What a client needs to know of folding and terms, as data: it searches without a network by the rule of the server.

The TypeScript client carries it (clients/typescript/src/search). What another program does by itself is left out: it
decomposes letters, drops accents and makes letters small.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from anyascii import anyascii
from django.utils.translation import override

from content.model import folding
from content.model.search import terms
from content.model.vocabulary import ASKED_AS

#: The letters that are listed: of alphabets and syllables, forms of Arabic letters, wide Latin ones.
_LISTED = (*range(0x80, 0x3100), *range(0xFB00, 0xFFF0))
_ACCENTS = re.compile("[\u0300-\u036f]")


def build_rule(locales: Iterable[str]) -> dict[str, Any]:
    """`alike`, `folds` and `ascii` list letters by the text that they become."""
    letters = [letter for letter in map(chr, _LISTED) if _may_be_in_word(letter)]
    alike = {letter: meant for letter, meant in folding._read_look_alikes().items() if letter < "\U00010000"}
    folded = [letter for letter in letters if unicodedata.normalize("NFC", folding._fold_letter(letter)) == letter]
    return {
        "version": terms.VERSION,
        "stop_words": sorted(terms.STOP_WORDS),
        "asked_as": {locale: _read_asked(locale) for locale in locales},
        "ignorable": re.sub("[\U00010000-\U0010ffff]-?", "", folding.IGNORABLE),
        "apostrophes": folding.APOSTROPHES,
        "spellings": [[pattern.pattern, meant] for pattern, meant in folding._SPELLINGS],
        "alike": _group(alike, alike.__getitem__),
        "folds": _group(letters, lambda letter: folding._fold_letter(letter), _fold_plainly),
        "ascii": _group(folded, _write_in_latin),
    }


def _may_be_in_word(letter: str) -> bool:
    is_joined = letter in folding.APOSTROPHES or folding._IGNORABLE.match(letter)
    return unicodedata.category(letter)[0] in "LMN" or bool(is_joined)


def _read_asked(locale: str) -> dict[str, str]:
    with override(locale):
        return {str(key): str(words) for key, words in ASKED_AS.items()}


def _fold_plainly(letter: str) -> str:
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", letter).lower())


def _write_in_latin(letter: str) -> str:
    return re.sub("[^a-z0-9]", "", anyascii(letter).lower())


def _group(
    letters: Iterable[str], become: Callable[[str], str], otherwise: Callable[[str], str] = lambda letter: ""
) -> dict[str, str]:
    """Text -> the letters that become it and would not otherwise."""
    found: dict[str, str] = {}
    for letter in letters:
        text = become(letter)
        if text != otherwise(letter):
            found[text] = found.get(text, "") + letter
    return dict(sorted(found.items()))
