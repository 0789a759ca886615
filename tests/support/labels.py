"""Which words of a screen stand in English though it is shown in another language."""

import io
import re
import sqlite3
from functools import cache
from pathlib import Path

import django
import wagtail
from babel.messages.pofile import read_po
from django.utils.translation import gettext, ngettext, override

_LETTERS = re.compile(r"[A-Za-z]{3,}")
#: Addresses, names of files, programs, rules and languages, and codes, which every language writes so.
NAMES = re.compile(
    r"^\(?(https?://\S+|\S+@\S+|/\S*|[\w.-]+\.(csv|txt|docx?|png|svg)|Wagtail.*|UTC.*|[A-Z]{2,5}"
    r"|PIF TICK.*|UK CAP.*|SQLite.*|Django|Python|English|\w+/\w+: GMT.*)\)?$"
)
#: What only Wagtail can mend: said in the language of whoever comes first, and what it has no translation for.
#: Others by their place, in words.js.
SPARED = re.compile(r"^(What's new in Wagtail.*|Simple translation|Revision \d+ of .*)$")
#: What a sentence of a catalogue leaves to be filled in.
_FILLED = re.compile(r"%\(\w+\)[sd]|%[sd]")
#: Around what a row holds, where a label shows it; and between, where it shows two of them.
_AROUND = " :.…“”"
_BETWEEN = re.compile(r": | → |, | · ")


def read_content(data: Path) -> str:
    """Every word that rows hold: what people wrote, in whatever language."""
    with sqlite3.connect(data / "guides.sqlite3") as rows:
        dump = "\n".join(rows.iterdump()).replace("''", "'")
    return dump + re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), dump)


def find_english(words: set[str], english: set[str], language: str, content: str) -> set[str]:
    """Labels that have a translation and don't show it, and sentences of the English screen that no row holds."""
    left = {word for word in words if _LETTERS.search(word) and not NAMES.match(word) and not SPARED.match(word)}
    with override(language):
        untold = {word for word in left if gettext(word) != word and f"'{word}'" not in content}
    unsaid = {word for word in left if any(sentence.fullmatch(word) for sentence in _read_unsaid(language))}
    return {word for word in untold | unsaid | (left & english) if not _is_content(word, content)}


@cache
def _read_unsaid(language: str) -> list[re.Pattern[str]]:
    """Sentences of Django and Wagtail that name something, and have no translation: “Editing गाइड”."""
    unsaid: set[str] = set()
    with override(language):
        for library in (django, wagtail):
            for path in Path(library.__file__).parent.glob("**/locale/en/LC_MESSAGES/django*.po"):
                for message in read_po(io.BytesIO(path.read_bytes())):
                    one, many = message.id if isinstance(message.id, tuple) else (message.id, message.id)
                    unsaid |= {text for n, text in ((1, one), (2, many)) if ngettext(one, many, n) == text}
    filled = [text for text in unsaid if _FILLED.search(text) and len(re.findall("[a-z]", _FILLED.sub("", text))) > 3]
    return [re.compile(".+".join(map(re.escape, _FILLED.split(" ".join(text.split()))))) for text in filled]


def _is_content(word: str, content: str) -> bool:
    """A short one is looked for as the whole value of a row: any English word stands somewhere."""
    whole = word.strip(_AROUND)
    parts = [part.strip(_AROUND) for part in _BETWEEN.split(whole) if _LETTERS.search(part)]
    return _is_value(whole, content) or all(_is_value(part, content) for part in parts)


def _is_value(text: str, content: str) -> bool:
    """Within a row's JSON it stands in double quotation marks."""
    return text in content if len(text) > 12 else f"'{text}'" in content or f'"{text}"' in content
