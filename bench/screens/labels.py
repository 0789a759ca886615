"""Which words of a screen stand in English though it is shown in another language."""

import re
import sqlite3
from pathlib import Path

from django.utils.translation import gettext, override

_LETTERS = re.compile(r"[A-Za-z]{3,}")
#: Addresses, names of files and codes, which every language writes so.
NAMES = re.compile(r"^(https?://\S+|\S+@\S+|/\S*|[\w.-]+\.(csv|txt|docx?|png|svg)|Wagtail.*|UTC.*|[A-Z]{2,5})$")


def read_content(data: Path) -> str:
    """Every word that rows hold: what people wrote, in whatever language."""
    with sqlite3.connect(data / "guides.sqlite3") as rows:
        return "\n".join(rows.iterdump())


def find_english(words: set[str], english: set[str], language: str, content: str) -> set[str]:
    """Labels that have a translation and don't show it, and sentences of the English screen that no row holds."""
    left = {word for word in words if _LETTERS.search(word) and not NAMES.match(word)}
    with override(language):
        untold = {word for word in left if gettext(word) != word and f"'{word}'" not in content}
    return untold | {word for word in left & english if word.replace("'", "''") not in content}
