"""Which section a heading stands for, and which part of a section: under whatever words a clinic uses."""

import re
from enum import StrEnum

from content.model.polarity.denial_kinds import DenialKind
from content.model.polarity.denials import find_denials
from content.model.polarity.judging import Polarity, judge, read_polarity
from content.model.polarity.sentences import as_heading, is_limited, is_question, says_both
from content.model.polarity.spelling import ENDS, STARTS, compile_words, fold_in_place
from content.model.vocabulary import SectionKey

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


_SEEK_HELP = re.compile(
    r"(?i)seek (?:medical |urgent )?help|call us|when to (?:call|see|contact|seek)|get help|emergency"
)
_AFTERCARE = re.compile(r"(?i)after-?care")
_AFTERWARDS = re.compile(r"(?i)\bafter(?:wards?)?\b|\bfollowing\b|\bpost-")
_SIDE_EFFECT = re.compile(r"(?i)side[- ]effects?|\brisks?\b|complication|adverse")
#: “How to reduce the risks” lists none.
_AGAINST_EFFECTS = re.compile(r"(?i)\b(?:avoid|reduc|lower|minimi[sz]|prevent|manag|deal|treat)\w*")
_TIMES = ((Role.BEFORE, r"(?i)^\W*(?:before|prepar)"), (Role.DURING, r"(?i)^\W*during"), (Role.AFTER, r"(?i)^\W*after"))
_WHOM = (
    r"(?:$|if\b|you\b|me\b|who\b|people|persons?|those|any(?:one|body)|every(?:one|body)|adults|children|women|men|patients|clients"
    r"|individuals|mild|moderate|advanced|(?:[\w-]+[\s,]+){1,3}(?:skin|hair|scars?|thinning))"
)
#: Words that say for whom it is; a denial turns them round.
_FITS = compile_words(
    r"(?<!that )(?<!which )(?<!what )(?<!to )(?<!whatever )\b(?:suit(?:s|able|ed)?\b|(?:good |ideal |right "
    r"|suitable )?candidates?\b"
    r"|(?:right|ideal|good|best|great|perfect|works? (?:very |particularly )?well|works? best|designed|meant"
    r"|recommended|intended"
    rf"|advisable|appropriate|safe) for(?=\s*{_WHOM})|who (?:can|should|may) have\b|who (?:is (?:it|this)|(?:it"
    rf"|this) is) for\b"
    rf"|for whom\b)|{STARTS}(?:उपयुक्त|योग्य){ENDS}"
)
#: Words that say for whom it is not.
_UNFIT = compile_words(
    r"\bunsuit\w*|\b(?:poor|bad|unlikely|unsuitable|wrong) candidates?\b|\b(?:poorly|ill|badly)[ -]suited\b"
    r"|\bcontra-?indicat\w*|\b(?:excluded|exclusions?|ruled? out|rules? (?:it|people|you|them"
    r"|someone) out)\b"
    r"|\bbetter (?:off|served|helped|treated) (?:with|by)\b"
    r"|\bwrong (?:treatment|choice|for)\b|\b(?:less|least) (?:suit\w*|ideal|right|good|effective|helpful)\b"
    r"|\b(?:who|people|those|any(?:one|body)|patients|women|men)\b[^.;:]{0,40}\b(?:should|must"
    r"|need to) (?:avoid|wait|hold off)\b"
    r"|\b(?:wait|postpone|delay|hold off|avoid (?:it|this|treatment|having|laser|the \w+))\b[^.;]{0,25}\bif\b"
    r"|\breasons? (?:to wait|to postpone|not to|against)"
    r"|\b(?:non|un|in)(?:-| ?(?=eligible))(?:candidates?|suit(?:s|ed|able)|recommended|eligible|ideal|appropriate)\b"
    rf"|{STARTS}अनुपयुक्त{ENDS}"
)
#: Says once more who should not: “Contraindications (who should not have it)”.
_HAD = re.compile(r"\b(?:have|get|undergo|choose|try|use|do)(?= (?:it|this|the treatment|treatment)\b)")
#: Words that say something only where they are denied: “we cannot treat …”, “should not have …”.
_TREATED = compile_words(
    r"\b(?:treat(?:ed)?|offer(?:ed)?(?: to)?|given to|ha(?:ve|s)(?=\s+(?:it|this|the|an?|any|laser|treatment"
    r"|\w+ if|\w+:?$))|(?<=not )for)\b"
    r"|(?:कर|लग|ले|दे)\S*(?=\s+(?:\S+\s+)?(?:नहीं|न|मत|मना|वर्जित))|इलाज"
)
_PERSONS = compile_words(
    r"\b(?:who|whom|if|people|those|any(?:one|body)|no(?:body|\s?one)|patients?|women|men|children|adults"
    r"|under \d+|pregnan\w+)\b"
    r"|लोग|मरीज|महिला|गर्भवती|अगर|यदि|जिन"
)
#: “If it is unsuitable” says of nobody that it is.
_CONDITION = compile_words(rf"^\W*(?:(?:if|when|where|should|unless)\b|(?:अगर|यदि|जब){ENDS})")
#: “Our rooms are suitable for …” says nothing of the treatment.
_TREATMENTS = r"treatment|procedure|therap|method|technique|laser|peel|inject|filler|session"
_OURS = re.compile(rf"\W*our\s+(?![^.]{{0,30}}\b(?:{_TREATMENTS})\w*)[\w' -]+?\b(?:is|are)\b")
_POSSIBLY = re.compile(r"\b(?:may|might|could|perhaps|possibly|little)\b")
#: What is said of another treatment: “Lasers aren't suitable for dark skin; this is.”
_KINDS = (
    r"(?:lasers|peels|creams|tablets|pills|fillers|injections|surgery|operations|transplants|devices|treatments|therapies"
    r"|products)\b"
)
_OTHERS = re.compile(
    r"^\W*(?:most|many|some|few|other|older|conventional|traditional|stronger|deeper|harsher)\s+(?:\w+\s+)?"
    rf"{_KINDS}|^\W*{_KINDS}[^.]*[;,]\s+(?:but\s+)?(?:this|it|ours)\b"
)
_RELATIVE = re.compile(r"(?i)\b(?:who|that|which|whose)\b[^,;]{0,20}$")
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
    """The part that a heading or a list's lead opens. None where it opens none, or does not say which way."""
    text = as_heading(text[:MAX_LENGTH].rstrip(" :"))
    if _is_said(_SEEK_HELP, text):
        return Role.SEEK_HELP
    if _AFTERCARE.search(text) or (_AFTERWARDS.search(text) and forbids(text)):
        return Role.AFTERCARE
    if role := read_suitability(text):
        return None if _turns_on(text, role) else role
    if _is_said(_SIDE_EFFECT, text) and not _AGAINST_EFFECTS.search(text):
        return Role.SIDE_EFFECT
    return next((role for role, words in _TIMES if re.search(words, text)), None)


def is_closed(heading: str) -> bool:
    """Whether a heading denies or limits what stands under it, so that nothing there may be read as said outright.

    “What it won't do”, “Common myths”; not a question that is open, such as “Is it right for me?”
    """
    text = as_heading(heading[:MAX_LENGTH].rstrip(" :"))
    return not (is_question(text) or says_both(text)) and read_polarity(text) is not Polarity.AFFIRMED


def read_suitability(text: str) -> Role | None:
    """SUITS or DOES_NOT_SUIT where a text says one of them; None where it says neither, both, or within limits."""
    plain = fold_in_place(text)
    if is_question(text) or says_both(text) or is_limited(text) or _CONDITION.search(plain) or _OURS.match(plain):
        return None
    if _OTHERS.match(plain):
        return None
    unfit = list(_UNFIT.finditer(plain))
    fits = [match for match in _FITS.finditer(plain) if not any(_overlap(match, other) for other in unfit)]
    found = {_TURNED[judge(text, *match.span())] for match in fits}
    found |= {_KEPT[judge(text, *match.span())] for match in unfit}
    if not found and _PERSONS.search(plain):
        found = {_IF_DENIED[judge(text, *match.span())] for match in _TREATED.finditer(plain)}
        found -= {None} if Role.DOES_NOT_SUIT in found else set()
    role = found.pop() if len(found) == 1 else None
    return None if role is Role.SUITS and (_POSSIBLY.search(plain) or turns(text)) else role


def _turns_on(text: str, role: Role) -> bool:
    """Whether a heading denies what stands under it beside saying for whom: “Suitable for people without:”."""
    denials = find_denials(text)
    if role is Role.SUITS or not denials:
        return bool(denials)
    plain = fold_in_place(text)
    said = [match.span() for words in (_UNFIT, _FITS, _TREATED) for match in words.finditer(plain)]
    last = max(said, key=lambda span: span[1])
    had = [judge(text, *match.span()) for match in _HAD.finditer(plain)]
    return Polarity.NEGATED not in had and any(
        judge(text[: denial.start], *last) is judge(text, *last) for denial in denials if denial.start >= last[1]
    )


def speaks_of_whom(text: str) -> bool:
    """Whether a text has words for whom a treatment is or is not, whichever way it says so."""
    return bool(_FITS.search(fold_in_place(text)) or _UNFIT.search(fold_in_place(text)))


def turns(text: str) -> bool:
    """Whether what suits some is denied to others: “…, but not for children”. “Those who do not …” are not."""
    verbs = [
        denial
        for denial in find_denials(text)
        if denial.kind in (DenialKind.VERB, DenialKind.OBJECT, DenialKind.CLAUSE)
    ]
    return any(not _RELATIVE.search(text[: denial.start]) for denial in verbs)


_TURNED = {Polarity.AFFIRMED: Role.SUITS, Polarity.NEGATED: Role.DOES_NOT_SUIT, Polarity.UNCLEAR: None}
_KEPT = {Polarity.AFFIRMED: Role.DOES_NOT_SUIT, Polarity.NEGATED: None, Polarity.UNCLEAR: None}
_IF_DENIED = {Polarity.AFFIRMED: None, Polarity.NEGATED: Role.DOES_NOT_SUIT, Polarity.UNCLEAR: None}


def _overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()


def _is_said(words: re.Pattern[str], text: str) -> bool:
    match = words.search(text)
    return bool(match) and judge(text, *match.span()) is Polarity.AFFIRMED  # type: ignore[union-attr]


def forbids(text: str) -> bool:
    """Whether a text plainly tells what not to do."""
    return read_polarity(text) is Polarity.NEGATED and any(
        d.kind in (DenialKind.VERB, DenialKind.OBJECT) for d in find_denials(text)
    )
