"""Reads how severe a concern may be for the treatment to suit: mild, moderate, advanced."""

import re

from content.desk.importing.facts.fact import Fact
from content.desk.importing.facts.sentences import (
    HEDGED,
    affirms,
    may_state,
    plain_words,
)
from content.model.polarity.sentences import find_clause

_FOR_WHOM = re.compile(
    r"\bsuit(?:s|able|ed)?\b|\bcandidates?\b|\b(?:ideal|designed|meant|recommended) for\b|\b(?:people|adults"
    r"|individuals) with\b"
)
#: The severity of the concern. “Mild stinging” is an effect of the treatment.
_SEVERITY = re.compile(
    r"(?<!\bnon[- ])\b(?:mild|moderate|advanced)\b(?!\s+(?:climate|training|level|age\b|technique"
    r"|pregnan))(?!\s+(?:\w+\s+)?(?:side|redness|swelling|pain|discomfort|bruis|sting|itch|reaction|irritat|bleed"
    r"|burn"
    r"|flak|peel|sedat|an(?:a)?esth))"
)


def read_severity(sentence: str) -> Fact | None:
    text = plain_words(sentence)
    whom = _FOR_WHOM.search(text)
    if not whom or not may_state(text) or HEDGED.search(text) or not affirms(text, *whom.span()):
        return None
    _first, last = find_clause(text, *whom.span())
    columns: dict[str, int | str | bool] = {}
    for match in _SEVERITY.finditer(text, whom.end(), last):
        told = re.search(r"\b(?:is|are|was|were|be|has|have)\b", text[whom.end() : match.start()])
        if not told and affirms(text, *match.span()):
            columns[f"suits_{match[0]}"] = True
    return Fact("suits_severity", columns, sentence) if columns else None
