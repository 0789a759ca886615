"""Reads names: lines that name and explain something (“Name: explanation”), and other names of a treatment."""

import re

from content.model.polarity.judging import Polarity, judge

NAME = re.compile(r"^(?P<name>[^.:!]{2,60}?[^.:!\s])\s*(?::\s+|\s+[–—-]\s+|\?\s+)(?P<text>\S.*)$")


def split_name(text: str) -> tuple[str, str] | None:
    """“Name: explanation” or “Name – explanation” -> (name, explanation). None for an ordinary sentence."""
    match = NAME.match(text)
    if not match or len(match["name"].split()) > 7:
        return None
    name = match["name"].strip()
    return (f"{name}?" if text[match.end("name") :].lstrip().startswith("?") else name), match["text"].strip()


def is_time(name: str) -> bool:
    return bool(re.search(r"(?i)\b(?:week|month|day|year|after|session|first|immediately)", name))


def is_time_column(head: str) -> bool:
    """Whether a column's header says that its cells are times: “When”, “After”, “Stage”."""
    return is_time(head) or bool(
        re.search(r"(?i)\b(?:when|time(?:line|frame)?|stage|phase|visit|period)\b|कब|समय|चरण", head)
    )


def find_other_names(text: str) -> tuple[list[str], str]:
    """(names after “also known as” and the like, the text, empty if it says nothing else)."""
    match = re.match(r"(?i)^(?:also (?:called|known as)|other names?)\s*:\s*(?P<names>.+)$", text)
    if match:
        return [name.strip(" .") for name in re.split(r",|;| or ", match["names"]) if name.strip(" .")], ""
    match = re.search(r"(?i)(?:also known as|also called|which some people call)\s+(?P<names>[^,.]+)", text)
    if not match or judge(text, *match.span()) is not Polarity.AFFIRMED:
        return [], text
    return [match["names"].strip()], text
