"""Finds the section, and the part of a section, that a heading opens, in the words of any clinic."""

import re

from content.desk.importing.meaning.roles import Role
from content.desk.importing.meaning.suitability import denies_what_follows, read_suitability
from content.model.polarity.denial_kinds import DenialKind
from content.model.polarity.denials import find_denials
from content.model.polarity.judging import Polarity, judge, read_polarity
from content.model.polarity.sentences import as_heading, is_question, says_both
from content.model.vocabulary import SectionKey

#: Words of a heading that point to a section. The section with most matches wins; on a tie, the first one.
SECTION_WORDS: dict[str, tuple[str, ...]] = {
    "faqs": (r"faqs?\b", r"questions", r"people ask"),
    SectionKey.SAFETY: (
        *(r"safe", r"risk", r"side[- ]effects?", r"candidat", r"suitab", r"who can\b", r"who should", r"who is it"),
        *(r"right for", r"precaution", r"contra-?indicat", r"complication", r"not suit", r"should not", r"adverse"),
        *(r"when to (call|seek|see|contact)", r"do not have", r"not have it"),
    ),
    SectionKey.COMBINATIONS: (
        *(r"combin", r"together with", r"other (treatments|therapies|options)", r"alongside", r"goes (well )?with"),
        *(r"pair", r"adjunct", r"complement", r"using .* with"),
    ),
    SectionKey.SESSIONS: (
        *(r"sessions?\b", r"how many", r"how often", r"frequency", r"results?\b", r"outcomes?", r"course of"),
        *(r"schedule", r"number of", r"visits", r"duration", r"timeline", r"treatment plan", r"how long"),
    ),
    SectionKey.PROCESS: (
        *(r"process", r"procedure", r"what happens", r"what to expect", r"steps?\b", r"appointment", r"on the day"),
        *(r"how (is it|we|it is) (done|perform|do)", r"your visit", r"preparation", r"treatment day"),
    ),
    SectionKey.MECHANISM: (
        *(
            r"mechanism",
            r"mode of action",
            r"how .*\b(works?|acts?)\b",
            r"science",
            r"what is\b",
            r"why does",
            r"action",
        ),
        *(r"^about the treatment", r"principle"),
    ),
}
_SEEK_HELP = re.compile(
    r"(?i)seek (?:medical |urgent )?help|call us|when to (?:call|see|contact|seek)|get help|emergency"
)
_AFTERCARE = re.compile(r"(?i)after-?care")
_AFTERWARDS = re.compile(r"(?i)\bafter(?:wards?)?\b|\bfollowing\b|\bpost-")
_SIDE_EFFECT = re.compile(r"(?i)side[- ]effects?|\brisks?\b|complication|adverse")
#: “How to reduce the risks” opens no list of risks.
_AGAINST_EFFECTS = re.compile(r"(?i)\b(?:avoid|reduc|lower|minimi[sz]|prevent|manag|deal|treat)\w*")
_TIMES = ((Role.BEFORE, r"(?i)^\W*(?:before|prepar)"), (Role.DURING, r"(?i)^\W*during"), (Role.AFTER, r"(?i)^\W*after"))
#: A longer text is judged by its beginning.
MAX_LENGTH = 300


def find_section(heading: str) -> str | None:
    """A section's key, or `faqs`; None if the heading is about something else."""
    heading = heading[:MAX_LENGTH]
    scores = {
        key: sum(bool(re.search(words, heading, re.I)) for words in patterns) for key, patterns in SECTION_WORDS.items()
    }
    best = max(scores, key=lambda key: scores[key])
    return str(best) if scores[best] else None


def find_role(text: str) -> Role | None:
    """The part that a heading or a list's lead opens. None if it opens none, or if that is unclear."""
    text = as_heading(text[:MAX_LENGTH].rstrip(" :"))
    if _is_said(_SEEK_HELP, text):
        return Role.SEEK_HELP
    if _AFTERCARE.search(text) or (_AFTERWARDS.search(text) and forbids(text)):
        return Role.AFTERCARE
    if role := read_suitability(text):
        return None if denies_what_follows(text, role) else role
    if _is_said(_SIDE_EFFECT, text) and not _AGAINST_EFFECTS.search(text):
        return Role.SIDE_EFFECT
    return next((role for role, words in _TIMES if re.search(words, text)), None)


def is_closed(heading: str) -> bool:
    """Whether a heading denies or limits the text under it: “What it won't do”, “Common myths”.

    An open question, such as “Is it right for me?”, does not.
    """
    text = as_heading(heading[:MAX_LENGTH].rstrip(" :"))
    return not (is_question(text) or says_both(text)) and read_polarity(text) is not Polarity.AFFIRMED


def _is_said(words: re.Pattern[str], text: str) -> bool:
    match = words.search(text)
    return bool(match) and judge(text, *match.span()) is Polarity.AFFIRMED  # type: ignore[union-attr]


def forbids(text: str) -> bool:
    """Whether a text clearly says what not to do."""
    return read_polarity(text) is Polarity.NEGATED and any(
        d.kind in (DenialKind.VERB, DenialKind.OBJECT) for d in find_denials(text)
    )
