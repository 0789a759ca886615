"""Other words of the same length for copies of a document, so that copies differ as guides of different treatments do.

Some words stand in every copy, some in one of three, ten or a hundred; in the others another word stands for them. A
word and what stands for it have as many letters and bytes: places in a document that were known still hold.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from zlib import crc32

#: Keys of a document whose texts are prose.
PROSE = {"title", "summary", "lead", "html", "fallback", "text", "question", "also_known_as", "risks"}
#: Of a hundred words so many stand in every copy, in one of 3, of 10, and of 100.
SHARES = ((40, 1), (20, 3), (20, 10), (20, 100))
#: How many different words may stand for one.
VARIANTS = 40
_LATIN = ("bcdfghjklmnpqrstvwxz", "aeiou")
_DEVANAGARI = ("कखगघचछजझटठडढतथदधनपफबभमयरलवशषसह",)
#: Tags and entities are passed over; of Devanagari only whole words of letters and signs are taken.
_WORD = re.compile(r"<[^>]*>|&#?\w+;|[A-Za-z]{4,}|[\u0900-\u0963]{4,}")


def _turn(letters: str, by: int) -> dict[int, str]:
    by = by % (len(letters) - 1) + 1  # never by none
    turned = letters[by:] + letters[:by]
    return {ord(old): new for old, new in zip(letters, turned, strict=True)}


def _build_table(variant: int) -> dict[int, str]:
    consonants, vowels = _LATIN
    table = _turn(consonants, variant) | _turn(vowels, variant // 7) | _turn(_DEVANAGARI[0], variant)
    return table | {ord(chr(old).upper()): new.upper() for old, new in table.items()}


_TABLES = [_build_table(variant) for variant in range(VARIANTS)]


@lru_cache(maxsize=100_000)
def _find_share(word: str) -> int:
    place = crc32(word.encode()) % 100
    for part, share in SHARES:
        if place < part:
            return share
        place -= part
    raise AssertionError("SHARES must add up to 100.")


@lru_cache(maxsize=500_000)
def reword(word: str, copy: int) -> str:
    """What stands for a word in a copy: itself, or always the same other word in whatever case it is written."""
    known = word.lower()
    share, place = _find_share(known), crc32(f"{copy} {known}".encode())
    return word if place % share == 0 else word.translate(_TABLES[place // share % VARIANTS])


def reword_text(text: str, copy: int) -> str:
    def replace(found: re.Match[str]) -> str:
        word = found.group()
        return word if word[0] in "<&" else reword(word, copy)

    return _WORD.sub(replace, text)


def reword_document(value: Any, copy: int, key: str = "") -> Any:
    """The same document with other prose. Ids, addresses, codes and names stay."""
    if isinstance(value, Mapping):
        return {name: reword_document(part, copy, name) for name, part in value.items()}
    if isinstance(value, list):
        return [reword_document(part, copy, key) for part in value]
    return reword_text(value, copy) if key in PROSE and isinstance(value, str) else value
