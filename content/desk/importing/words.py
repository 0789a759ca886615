"""Splits a text into words for counting, as a person sees them."""

import re
import unicodedata
from html import unescape

#: Soft hyphens, joiners, direction marks and variation selectors.
_UNSEEN = [0x00AD, 0x034F, 0x061C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
_JOINING = dict.fromkeys([*_UNSEEN, *range(0xFE00, 0xFE10)])
#: Tags within a line: a word can continue across them.
_INLINE = re.compile(r"</?(?:a|b|i|em|strong|sup|sub)(?:\s[^<>]*)?>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def split_words(text: str) -> list[str]:
    """Runs of letters, digits and their marks, without invisible characters (soft hyphens, joiners)."""
    folded = unicodedata.normalize("NFKC", text.translate(_JOINING)).casefold()
    others = {ord(letter): " " for letter in set(folded) if not (letter.isalnum() or _is_mark(letter))}
    return folded.translate(others).split()


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M")


def read_text(html: str) -> str:
    """The text between the tags of our own HTML."""
    return unescape(_TAG.sub(" ", _INLINE.sub("", html)))


def read_words(html: str) -> list[str]:
    return split_words(read_text(html))
