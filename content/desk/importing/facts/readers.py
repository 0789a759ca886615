"""Reads facts from prose, each with the words that state it. An unclear fact is left out, never guessed.

A limit (“up to 3”, “8 or more”) is no fact: patients would read it as the number.
"""

from collections.abc import Callable, Iterator

from content.desk.importing.facts.courses import read_maintenance, read_results, read_sessions, read_weeks_between
from content.desk.importing.facts.fact import Fact
from content.desk.importing.facts.sentences import MAX_SENTENCE, split_sentences
from content.desk.importing.facts.severity import read_severity
from content.desk.importing.facts.visits import read_anaesthesia, read_downtime, read_minutes
from content.model.vocabulary import SectionKey


def read_facts(section: SectionKey, text: str) -> Iterator[Fact]:
    """Every fact that the sentences of a text in this section state."""
    for sentence in split_sentences(text):
        if len(sentence) > MAX_SENTENCE:
            continue
        for read in READERS.get(section, ()):
            if fact := read(sentence):
                yield fact


READERS: dict[SectionKey, tuple[Callable[[str], Fact | None], ...]] = {
    SectionKey.PROCESS: (read_minutes, read_downtime, read_anaesthesia),
    SectionKey.SESSIONS: (read_sessions, read_weeks_between, read_results, read_maintenance),
    SectionKey.SAFETY: (read_severity,),
}
