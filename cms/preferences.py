"""Which of our languages a reader means: by a language tag (BCP 47), or by the header `Accept-Language`."""

import re
from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

#: What may follow the language in a tag: script, country and so on. Java and POSIX write “_” for “-”.
_SUBTAGS = r"([-_][A-Za-z0-9]{1,8})*"
_TAG = re.compile(f"[A-Za-z]{{2,3}}{_SUBTAGS}")


def find_language(tag: str) -> str | None:
    """Our code for a tag: “hi-IN”, “hi_IN” and “HI” are “hi”. None if we have no such language."""
    if not _TAG.fullmatch(tag):
        return None
    try:
        return get_supported_language_variant(tag.replace("_", "-").lower())
    except LookupError:
        return None


@lru_cache(maxsize=1000)
def choose_language(line: str) -> str | None:
    """The best of our languages that an `Accept-Language` names. None if it names none, or prefers any language."""
    for tag, weight in parse_accept_lang_header(line):
        if tag == "*":
            return None
        if weight and (found := find_language(tag)):
            return found
    return None


def build_tag_pattern(codes: Iterable[str]) -> str:
    """A regular expression for the tags that mean one of these languages, in the syntax of JSON Schema."""
    languages = sorted({code.partition("-")[0] for code in codes})
    either = "|".join("".join(f"[{letter}{letter.upper()}]" for letter in language) for language in languages)
    return f"^({either}){_SUBTAGS}$"
