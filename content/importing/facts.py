"""Reads facts out of prose, and says from which words. It never guesses: a fact that is unclear is left out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from content.importing.numbers import ORDINALS, SPAN, Span, read_number, read_span
from content.vocabulary import SectionKey

VISIT = r"session|visit|appointment|procedure|treatment"
#: What is longer is no sentence, and takes long to search.
MAX_SENTENCE = 1_000
MAINTENANCE = r"(?i)maintenance|top-?up|upkeep|booster"


@dataclass(frozen=True)
class Fact:
    """`columns` are those of the guide's page; `words` the sentence that it was read from."""

    name: str
    columns: dict[str, int | str | bool]
    words: str


def split_sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z“\"(])", text) if sentence.strip()]


def read_facts(section: SectionKey, text: str) -> Iterator[Fact]:
    """Every fact that the sentences of a section's text state."""
    for sentence in split_sentences(text):
        if len(sentence) > MAX_SENTENCE:
            continue
        for read in READERS.get(section, ()):
            if fact := read(sentence):
                yield fact


def _range(name: str, span: Span, words: str) -> Fact:
    return Fact(name, {f"{name}_min": span.low, f"{name}_max": span.high}, words)


def read_minutes(sentence: str) -> Fact | None:
    """Only where the sentence is about the whole visit: a cream that stays on for 30 minutes is none."""
    about_visit = re.search(
        rf"(?i)\b(?:{VISIT})s?\b[^.]{{0,60}}?\b(?:takes?|lasts?|is|needs?)\b|\b(?:allow|plan for|plan|set aside)\b",
        sentence,
    )
    if not about_visit:
        return None
    if re.search(r"(?i)\bhalf an hour\b", sentence):
        return _range("minutes", Span(30, 30), sentence)
    if match := re.search(rf"(?i)\b{SPAN}\s*(?P<unit>minutes?|mins?|hours?)\b", sentence):
        span = read_span(match)
        if span and match["unit"].lower().startswith("hour"):
            span = span.times(60)
        return _range("minutes", span, sentence) if span and span.high <= 480 else None
    if re.search(r"(?i)\b(?:an|one) hour\b", sentence):
        return _range("minutes", Span(60, 60), sentence)
    return None


def read_downtime(sentence: str) -> Fact | None:
    if re.search(r"(?i)\bno downtime\b|\b(?:back to|return to|resume) [\w ]{0,30}?\b(?:the )?same day\b", sentence):
        return Fact("downtime_days", {"downtime_days": 0}, sentence)
    match = re.search(rf"(?i)(?:\bat home for|\bdowntime (?:of|is|lasts)(?: about)?)\s+{SPAN}\s+days?\b", sentence)
    span = read_span(match) if match else None
    return Fact("downtime_days", {"downtime_days": span.high}, sentence) if span and span.high <= 90 else None


def read_anaesthesia(sentence: str) -> Fact | None:
    if re.search(r"(?i)\bno an(?:a)?esthe(?:tic|sia)\b", sentence):
        return Fact("anaesthesia", {"anaesthesia": "none"}, sentence)
    if re.search(r"(?i)\bnumbing cream\b|\bnumb\b[^.]{0,40}\bcream\b|\btopical an(?:a)?esthetic\b", sentence):
        return Fact("anaesthesia", {"anaesthesia": "topical"}, sentence)
    return None


def read_sessions(sentence: str) -> Fact | None:
    unit = r"(?:treatment\s+)?(?:sessions?|treatments?|visits?|appointments?|peels?)"
    for match in re.finditer(rf"(?i)\b{SPAN}\s+{unit}\b(?!\s+(?:a|per)\b)", sentence):
        before = sentence[: match.start()].lower()
        if re.search(r"(after|every|each|within|from)\s+(?:the\s+|about\s+)?$", before):
            continue
        if re.search(MAINTENANCE, sentence[: match.end() + 25]):
            continue
        span = read_span(match)
        planned = re.search(r"(?i)series|course|need|require|typical|recommend|suggest|have|usual|plan|total", sentence)
        if span and planned and span.high <= 50:
            return _range("sessions", span, sentence)
    return None


def read_weeks_between(sentence: str) -> Fact | None:
    patterns = (
        rf"(?i)\bevery\s+{SPAN}\s*(?P<unit>weeks?|months?)\b",
        rf"(?i)\b{SPAN}\s*(?P<unit>weeks?|months?)\s+apart\b",
    )
    for pattern in patterns:
        match = re.search(pattern, sentence)
        if match and not re.search(MAINTENANCE, sentence[: match.start()]):
            span = read_span(match)
            if span and match["unit"].lower().startswith("month"):
                span = span.times(4)
            # Every three months may be a check-up or upkeep: only gaps within a course are meant.
            if span and span.high <= 12 and re.search(rf"(?i){VISIT}|series|course|apart|peel", sentence):
                return _range("weeks_between", span, sentence)
    return None


def read_results(sentence: str) -> Fact | None:
    if not re.search(r"(?i)notice|see|visible|improve|result|bright|look", sentence):
        return None
    ordinals = "|".join(ORDINALS)
    if match := re.search(rf"(?i)\bafter\s+(?:the\s+)?(?P<nth>{ordinals})\s+(?:session|treatment|visit)\b", sentence):
        count = ORDINALS[match["nth"].lower()]
        return Fact("results_after_sessions", {"results_after_sessions": count}, sentence)
    match = re.search(rf"(?i)\bafter\s+(?:about\s+)?{SPAN}\s+(?:sessions?|treatments?|visits?)\b", sentence)
    if match and not match["high"]:
        return Fact("results_after_sessions", {"results_after_sessions": read_number(match["low"])}, sentence)
    return None


def read_maintenance(sentence: str) -> Fact | None:
    start = re.search(MAINTENANCE, sentence)
    if not start:
        return None
    rest = sentence[start.start() :]
    if re.search(r"(?i)\b(?:every year|once a year|yearly)\b", rest):
        return Fact("maintenance_months", {"maintenance_months": 12}, sentence)
    match = re.search(rf"(?i)\bevery\s+{SPAN}\s*months?\b", rest)
    span = read_span(match) if match else None
    if span and span.low == span.high <= 60:
        return Fact("maintenance_months", {"maintenance_months": span.low}, sentence)
    return None


def read_severity(sentence: str) -> Fact | None:
    if re.search(r"(?i)\bnot\b|\bavoid\b|n't\b", sentence) or not re.search(
        r"(?i)suit|candidate|individuals|people|adults|patients|experiencing", sentence
    ):
        return None
    columns: dict[str, int | str | bool] = {
        f"suits_{word}": True for word in ("mild", "moderate", "advanced") if re.search(rf"(?i)\b{word}\b", sentence)
    }
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
