"""Finds texts of a guide that are not in its language: copied from the source, or in another script."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from babel import Locale
from babel.core import get_global

from content.approval.claims.passages import Passage, read_passages
from content.model.guides.models import GuidePage

#: Shorter texts may be names, which are alike in every language.
LEAST_WORDS = 3
#: Scripts -> how the names of their letters begin, where that is not the name of the script.
_LETTERS = {"Hans": ("CJK",), "Hant": ("CJK",), "Jpan": ("CJK", "HIRAGANA", "KATAKANA"), "Kore": ("HANGUL",)}
_WORD = re.compile(r"[^\W\d_]{2}")


@cache
def find_script(language: str) -> tuple[str, ...]:
    """How the Unicode names of a language's letters begin; empty for Latin letters, which tell nothing."""
    _language, script, *_rest = get_global("likely_subtags").get(language.partition("-")[0], "en_Latn").split("_")
    if script == "Latn":
        return ()
    return _LETTERS.get(script) or (str(Locale("en").scripts[script]).upper(),)


def find_foreign(page: GuidePage) -> dict[str, list[str]]:
    """Form field -> its texts that are not in the page's language, each once."""
    script = find_script(page.locale.language_code)
    copied = _read_source(page)
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for passage in _read(page):
        if _fold(passage.text) in copied or (script and not _has_letters(passage.text, script)):
            found[passage.field][passage.text] = None
    return {field: list(texts) for field, texts in found.items()}


def _read(page: GuidePage) -> Iterator[Passage]:
    return (passage for passage in read_passages(page) if _count_words(passage.text) >= LEAST_WORDS)


def _count_words(text: str) -> int:
    """An address counts as one."""
    return sum(bool(_WORD.search(word)) for word in text.split())


def _read_source(page: GuidePage) -> set[str]:
    if page.is_source:
        return set()
    source = page.source_page
    pages = (source, source.get_latest_revision_as_object())
    return {_fold(passage.text) for one in pages for passage in _read(one)}


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def _has_letters(text: str, script: tuple[str, ...]) -> bool:
    return any(unicodedata.name(letter, "").startswith(script) for letter in text)
