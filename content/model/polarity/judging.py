"""Judges whether a text affirms or denies something: a phrase in a sentence, or the whole text."""

import re
from enum import StrEnum

from content.model.polarity.denial_kinds import DenialKind
from content.model.polarity.denials import Denial, find_denials
from content.model.polarity.english import FINITE_VERB, MYTH, PRAISE, RELATIVE
from content.model.polarity.sentences import BORDER, JOINT, is_limited, is_needless, is_question, says_both
from content.model.polarity.spelling import fold_in_place

#: A sentence that is longer or has more denials is UNCLEAR: it takes too long, and few people understand it.
MAX_SENTENCE, MAX_DENIALS = 1_000, 12


class Polarity(StrEnum):
    """UNCLEAR: a question, a limit (“unless”, “only if”), two denials of one thing, or grammar that can't be parsed."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"
    UNCLEAR = "unclear"


def read_polarity(text: str) -> Polarity:
    """The polarity of a whole text. Lines under a heading or a list's lead share its polarity."""
    if is_question(text) or is_limited(text) or is_needless(text) or says_both(text):
        return Polarity.UNCLEAR
    return _count(len(find_denials(text)))


def judge(text: str, start: int, end: int) -> Polarity:
    """Whether the sentence affirms the phrase from `start` to `end`, or a denial governs it."""
    folded, denials = fold_in_place(text), find_denials(text)
    if len(text) > MAX_SENTENCE or is_question(text) or says_both(text) or MYTH.match(folded) or PRAISE.search(folded):
        return Polarity.UNCLEAR
    if len(denials) > MAX_DENIALS:
        return Polarity.UNCLEAR
    governing = 0
    for denial in denials:
        reached = _reaches(folded, denial, start, end)
        if reached is Polarity.UNCLEAR:
            return Polarity.UNCLEAR
        governing += reached is Polarity.NEGATED
    return _count(governing)


def _count(denials: int) -> Polarity:
    return (Polarity.AFFIRMED, Polarity.NEGATED)[denials] if denials < 2 else Polarity.UNCLEAR


def _reaches(folded: str, denial: Denial, start: int, end: int) -> Polarity:
    """NEGATED if the denial governs the phrase, AFFIRMED if it does not, UNCLEAR in doubt."""
    if denial.start < end and denial.end > start:
        return Polarity.AFFIRMED  # the denial is part of the phrase, such as “no downtime”
    between = folded[denial.end : start] if denial.end <= start else folded[end : denial.start]
    if BORDER.search(between):
        return Polarity.AFFIRMED
    if denial.kind is DenialKind.HINDI:
        return Polarity.UNCLEAR if JOINT.search(between) else Polarity.NEGATED
    if denial.kind is DenialKind.BESIDE:
        return Polarity.NEGATED if len(between.split()) <= 3 else Polarity.AFFIRMED
    if denial.start >= end:
        return _reaches_back(between, denial)
    return _reaches_on(folded, denial, between, start)


def _reaches_back(between: str, denial: Denial) -> Polarity:
    """Whether a denial after the phrase governs it as its subject: “numbing cream is not needed”."""
    if denial.kind is DenialKind.OBJECT and re.search(r"\b(?:be|is|are|being)\s+(?:best\s+)?$", between):
        return Polarity.NEGATED if not JOINT.search(between) else Polarity.UNCLEAR  # “… should be avoided”
    if denial.kind is not DenialKind.VERB:
        return Polarity.AFFIRMED
    joints = list(JOINT.finditer(between))
    if re.search(r"\b(?:who|which|that|whose|when|if)\b", between):
        return Polarity.AFFIRMED
    if joints and FINITE_VERB.search(between, joints[-1].end()) is None and "," in between:
        # “…, not the three that adverts promise” is a contrast: it does not deny the words before it.
        return Polarity.AFFIRMED if re.search(r",\s*$", between) else Polarity.UNCLEAR
    if len(FINITE_VERB.findall(between)) > 1:
        return Polarity.UNCLEAR
    return Polarity.UNCLEAR if joints else Polarity.NEGATED


def _reaches_on(folded: str, denial: Denial, between: str, start: int) -> Polarity:
    """Whether a denial before the phrase governs it: it does until its clause or its noun ends."""
    if denial.kind in (DenialKind.VERB, DenialKind.OBJECT) and RELATIVE.search(folded[: denial.start]):
        # “Those who do not smoke see …”: the denial ends with the relative clause, whose end is unknown.
        return Polarity.NEGATED if not FINITE_VERB.search(between) and len(between.split()) <= 2 else Polarity.UNCLEAR
    joints = [joint for joint in JOINT.finditer(between) if joint[0] not in ("or", "nor", "/")]
    is_list = all(joint[0] == "," for joint in joints) and re.search(r"\b(?:or|nor)\b", between)
    if joints and not (is_list and not FINITE_VERB.search(between)):
        return _reaches_past(folded, joints, denial, between, start)
    if denial.kind is DenialKind.NOUN and _is_own_noun(folded, denial, between):
        return Polarity.AFFIRMED
    return Polarity.NEGATED


def _reaches_past(folded: str, joints: list[re.Match[str]], denial: Denial, between: str, start: int) -> Polarity:
    """Whether a denial governs the phrase across “and” or a comma: not if a new verb follows; else it is UNCLEAR."""
    after = between[joints[0].end() :] + folded[start : start + 40]
    if FINITE_VERB.search(after) or joints[0][0] in ("with", "then", "so"):
        return Polarity.AFFIRMED if denial.kind is not DenialKind.CLAUSE or joints[0][0] != "with" else Polarity.UNCLEAR
    return Polarity.UNCLEAR


def _is_own_noun(folded: str, denial: Denial, between: str) -> bool:
    """Whether “no” or “without” ends before the phrase: a verb, or any preposition except “of”, ends its noun.

    At the beginning of a clause “no” denies all of it: “No treatment is …”.
    """
    verb = FINITE_VERB.search(between)
    begins = not folded[: denial.start].strip(" \"'“(") or bool(BORDER.search(folded[: denial.start].rstrip()[-2:]))
    if verb:
        return not (begins and folded[denial.start : denial.end] == "no")
    return bool(re.search(r"\b(?:for|with|to|by|at|from|on|after|before|during)\b", between))
