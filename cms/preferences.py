"""Which of our languages a reader means: by a language tag (BCP 47), or by the header `Accept-Language`."""

import re
from functools import lru_cache

from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

#: A language, and what may follow: script, country and so on. Java and POSIX write “_” for “-”.
_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*")


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
