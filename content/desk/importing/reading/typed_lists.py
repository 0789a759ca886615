"""Items of lists as people type them, and lines that only look like one: a sentence was wrapped there."""

import re

#: Signs that begin an item. A dash may also stand in the middle of a sentence.
DASHES = "–—-"
SIGNS = f"•●▪◦‣∙·▸➢➤→*{DASHES}"
_SIGN = re.compile(rf"([{SIGNS}])\s+\S")
_ENDS = (".", "!", "?", ":", ";", "…", "।", "؟", "。")


def split_bullet(text: str) -> str:
    """The sign with which a typed item begins. Empty for any other text."""
    match = _SIGN.match(text)
    return match[1] if match else ""


def is_ended(text: str) -> bool:
    """Whether a sentence ends here."""
    return text.rstrip("\"'”’)]* _").endswith(_ENDS)


def continues(before: str, after: str) -> bool:
    """Whether a new line goes on with the sentence of the one before."""
    return bool(before and after) and not is_ended(before) and (after[0].islower() or after[0].isdigit())


def is_wrapped_dash(before: str, after: str, *, alone: bool) -> bool:
    """Whether a line that begins with a dash is the rest of a sentence: “2 | - 4 weeks”, “a week | - no longer”.

    `after` is what follows the dash; `alone`: no line beside it begins with the same sign.
    """
    if not before or is_ended(before):
        return False
    if before[-1].isdigit() and after[:1].isdigit():
        return True
    return alone and (after[:1].islower() or after[:1].isdigit())
