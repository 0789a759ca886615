"""Which words of a screen stand in English though it is shown in another language."""

import re
import sqlite3
from pathlib import Path

from django.utils.translation import gettext, override

_LETTERS = re.compile(r"[A-Za-z]{3,}")
#: Addresses, names of files, programs, rules and languages, and codes, which every language writes so.
NAMES = re.compile(
    r"^(https?://\S+|\S+@\S+|/\S*|[\w.-]+\.(csv|txt|docx?|png|svg)|Wagtail.*|UTC.*|[A-Z]{2,5}"
    r"|PIF TICK.*|UK CAP.*|SQLite.*|Django|Python|English)$"
)
#: Between what rows hold, where a label shows two of them.
_BETWEEN = re.compile(r": | → |, | · ")


def read_content(data: Path) -> str:
    """Every word that rows hold: what people wrote, in whatever language."""
    with sqlite3.connect(data / "guides.sqlite3") as rows:
        dump = "\n".join(rows.iterdump()).replace("''", "'")
    return dump + re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), dump)


def find_english(words: set[str], english: set[str], language: str, content: str) -> set[str]:
    """Labels that have a translation and don't show it, and sentences of the English screen that no row holds."""
    left = {word for word in words if _LETTERS.search(word) and not NAMES.match(word)}
    with override(language):
        untold = {word for word in left if gettext(word) != word and f"'{word}'" not in content}
    return {word for word in untold | (left & english) if not _is_content(word, content)}


def _is_content(word: str, content: str) -> bool:
    """A short one is looked for as the whole value of a row: any English word stands somewhere."""
    parts = [part for part in _BETWEEN.split(word.strip(" :.…")) if _LETTERS.search(part)]
    return all((part if len(part) > 12 else f"'{part}'") in content for part in parts)
