"""Reads facts out of prose, and says from which words. It never guesses: a fact that is unclear is left out.

A number of which one end alone is said (“up to 3”, “8 or more”) is no fact: readers would be shown it as the number.
"""

import re
from collections.abc import Callable, Iterator

from content.desk.importing.facts.courses import read_maintenance, read_results, read_sessions, read_weeks_between
from content.desk.importing.facts.sentences import (
    HEDGED,
    MAX_SENTENCE,
    Fact,
    affirms,
    may_state,
    plain_words,
    split_sentences,
)
from content.desk.importing.facts.visits import read_anaesthesia, read_downtime, read_minutes
from content.model.polarity.sentences import find_clause
from content.model.vocabulary import SectionKey


def read_facts(section: SectionKey, text: str) -> Iterator[Fact]:
    """Every fact that the sentences of a section's text state."""
    for sentence in split_sentences(text):
        if len(sentence) > MAX_SENTENCE:
            continue
        for read in READERS.get(section, ()):
            if fact := read(sentence):
                yield fact


_FOR_WHOM = re.compile(
    r"\bsuit(?:s|able|ed)?\b|\bcandidates?\b|\b(?:ideal|designed|meant|recommended) for\b|\b(?:people|adults"
    r"|individuals) with\b"
)
#: Of the concern, not of what the treatment does: “mild stinging”.
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


READERS: dict[SectionKey, tuple[Callable[[str], Fact | None], ...]] = {
    SectionKey.PROCESS: (read_minutes, read_downtime, read_anaesthesia),
    SectionKey.SESSIONS: (read_sessions, read_weeks_between, read_results, read_maintenance),
    SectionKey.SAFETY: (read_severity,),
}


def agree(facts: list[Fact]) -> tuple[list[Fact], list[Fact]]:
    """Facts that are stated once or alike, and those that the document states in two ways."""
    by_name: dict[str, list[Fact]] = {}
    for fact in facts:
        by_name.setdefault(fact.name, []).append(fact)
    clear = [found[0] for found in by_name.values() if all(fact.columns == found[0].columns for fact in found)]
    return clear, [fact for fact in facts if fact.name not in {one.name for one in clear}]
