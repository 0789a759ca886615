"""Tells typed list items from lines that only look like one because a sentence was wrapped there."""

import re

#: Signs that begin an item. A dash can also be part of a sentence.
DASHES = "–—-"
SIGNS = f"•●▪◦‣∙·▸➢➤→*{DASHES}"
_SIGN = re.compile(rf"([{SIGNS}])\s+\S")
_ENDS = (".", "!", "?", ":", ";", "…", "।", "؟", "。")


def split_bullet(text: str) -> str:
    """The sign at the beginning of a typed item; empty for other text."""
    match = _SIGN.match(text)
    return match[1] if match else ""


def is_ended(text: str) -> bool:
    """Whether a sentence ends here."""
    return text.rstrip("\"'”’)]* _").endswith(_ENDS)


def continues(before: str, after: str) -> bool:
    """Whether a new line continues the sentence of the line before."""
    return bool(before and after) and not is_ended(before) and (after[0].islower() or after[0].isdigit())


def is_wrapped_dash(before: str, after: str, *, alone: bool) -> bool:
    """Whether a line that begins with a dash is the rest of a sentence: “2 | - 4 weeks”, “a week | - no longer”.

    `after`: the text after the dash. `alone`: no neighbouring line begins with the same sign.
    """
    if not before or is_ended(before):
        return False
    if before[-1].isdigit() and after[:1].isdigit():
        return True
    return alone and (after[:1].islower() or after[:1].isdigit())
