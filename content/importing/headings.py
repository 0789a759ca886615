"""Which section a heading stands for, and which part of a section: under whatever words a clinic uses."""

import re
from enum import StrEnum

from content.vocabulary import SectionKey

#: What a heading's words speak for. The section with most matches wins; on a tie, the first.
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


class Role(StrEnum):
    """A part of a section that has blocks of its own."""

    SUITS = "suits"
    DOES_NOT_SUIT = "does_not_suit"
    SIDE_EFFECT = "side_effect"
    SEEK_HELP = "seek_help"
    AFTERCARE = "aftercare"
    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


#: In order: "not suitable" must be asked before "suitable".
ROLE_WORDS: tuple[tuple[Role, str], ...] = (
    (Role.SEEK_HELP, r"seek (medical )?help|call us|when to (call|see|contact|seek)|get help|emergency"),
    (Role.AFTERCARE, r"after-?care"),
    (
        Role.DOES_NOT_SUIT,
        r"not suit|not (be )?(suitable|right)|do(es)? not have|should not|shouldn.t|contra-?indicat|avoid",
    ),
    (Role.SUITS, r"\bsuits?\b|suitable|good candidate|who can have|ideal for|right for"),
    (Role.SIDE_EFFECT, r"side[- ]effects?|\brisks?\b|complication|adverse"),
    (Role.BEFORE, r"^before|^prepar"),
    (Role.DURING, r"^during"),
    (Role.AFTER, r"^after"),
)
#: Further in, no words of a heading say what it is about.
MAX_LENGTH = 300
SAFETY_ROLES = {Role.SUITS, Role.DOES_NOT_SUIT, Role.SIDE_EFFECT, Role.SEEK_HELP, Role.AFTERCARE}


def find_section(heading: str) -> str | None:
    """A section's key, or `faqs`; None where the heading is about something else."""
    heading = heading[:MAX_LENGTH]
    scores = {
        key: sum(bool(re.search(words, heading, re.I)) for words in patterns) for key, patterns in SECTION_WORDS.items()
    }
    best = max(scores, key=lambda key: scores[key])
    return str(best) if scores[best] else None


def find_role(text: str) -> Role | None:
    return next((role for role, words in ROLE_WORDS if re.search(words, text[:MAX_LENGTH], re.I)), None)
