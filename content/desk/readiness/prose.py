"""Reads a guide's prose: numbers of sessions and minutes, an assessment, and names of other treatments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from content.desk.importing.facts.fact import Fact
from content.desk.importing.facts.readers import read_facts
from content.model.vocabulary import SectionKey

_ASSESSMENT = re.compile(r"\b(?:assess|consult|examin|clinician|doctor|dermatologist)|चिकित्सक|डॉक्टर|परामर्श|طبيب", re.I)


@dataclass(frozen=True)
class Said:
    """A number or range in a sentence. For a single number `least` and `most` are equal."""

    phrase: str
    least: int
    most: int


def find_sessions(text: str) -> Iterator[Said]:
    return _read(read_facts(SectionKey.SESSIONS, text), "sessions")


def find_minutes(text: str) -> Iterator[Said]:
    return _read(read_facts(SectionKey.PROCESS, text), "minutes")


def _read(facts: Iterator[Fact], name: str) -> Iterator[Said]:
    for fact in facts:
        if fact.name == name:
            yield Said(fact.phrase, int(fact.columns[f"{name}_min"]), int(fact.columns[f"{name}_max"]))


def speaks_of_assessment(text: str) -> bool:
    return bool(_ASSESSMENT.search(text))


def names(name: str, text: str) -> bool:
    """Whether a text names a treatment, also by a short form: “Mesotherapy for hair” as “mesotherapy”."""
    short = re.split(r"\s+(?:for|of)\s+", name, maxsplit=1)[0].strip()
    return len(short) > 3 and bool(re.search(rf"(?<!\w){re.escape(short)}(?!\w)", text, re.IGNORECASE))
