"""Reads for whom a treatment is, and for whom it is not, from a heading, lead or sentence."""

import re

from content.desk.importing.meaning.roles import Role
from content.model.polarity.denial_kinds import DenialKind
from content.model.polarity.denials import find_denials
from content.model.polarity.judging import Polarity, judge
from content.model.polarity.sentences import is_limited, is_question, says_both
from content.model.polarity.spelling import ENDS, STARTS, compile_words, fold_in_place

_WHOM = (
    r"(?:$|if\b|you\b|me\b|who\b|people|persons?|those|any(?:one|body)|every(?:one|body)|adults|children|women|men|patients|clients"
    r"|individuals|mild|moderate|advanced|(?:[\w-]+[\s,]+){1,3}(?:skin|hair|scars?|thinning))"
)
#: Words for people whom it suits. A denial makes them the opposite.
_FITS = compile_words(
    r"(?<!that )(?<!which )(?<!what )(?<!to )(?<!whatever )\b(?:suit(?:s|able|ed)?\b|(?:good |ideal |right "
    r"|suitable )?candidates?\b"
    r"|(?:right|ideal|good|best|great|perfect|works? (?:very |particularly )?well|works? best|designed|meant"
    r"|recommended|intended"
    rf"|advisable|appropriate|safe) for(?=\s*{_WHOM})|who (?:can|should|may) have\b|who (?:is (?:it|this)|(?:it"
    rf"|this) is) for\b"
    rf"|for whom\b)|{STARTS}(?:उपयुक्त|योग्य){ENDS}"
)
#: Words for people whom it does not suit.
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
#: Words of an explanation of contraindications: “Contraindications (who should not have it)”.
_HAD = re.compile(r"\b(?:have|get|undergo|choose|try|use|do)(?= (?:it|this|the treatment|treatment)\b)")
#: Words that count only if they are denied: “we cannot treat …”, “should not have …”.
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
#: Conditions, which state nothing: “If it is unsuitable”.
_CONDITION = compile_words(rf"^\W*(?:(?:if|when|where|should|unless)\b|(?:अगर|यदि|जब){ENDS})")
#: Sentences about something of the clinic, not about the treatment: “Our rooms are suitable for …”.
_TREATMENTS = r"treatment|procedure|therap|method|technique|laser|peel|inject|filler|session"
_OURS = re.compile(rf"\W*our\s+(?![^.]{{0,30}}\b(?:{_TREATMENTS})\w*)[\w' -]+?\b(?:is|are)\b")
_POSSIBLY = re.compile(r"\b(?:may|might|could|perhaps|possibly|little)\b")
#: Other treatments, which the sentence may be about: “Lasers aren't suitable for dark skin; this is.”
_KINDS = (
    r"(?:lasers|peels|creams|tablets|pills|fillers|injections|surgery|operations|transplants|devices|treatments|therapies"
    r"|products)\b"
)
_OTHERS = re.compile(
    r"^\W*(?:most|many|some|few|other|older|conventional|traditional|stronger|deeper|harsher)\s+(?:\w+\s+)?"
    rf"{_KINDS}|^\W*{_KINDS}[^.]*[;,]\s+(?:but\s+)?(?:this|it|ours)\b"
)
#: What was so once: “The lamp we had before was never suitable for dark skin”.
_PAST = re.compile(r"\b(?:was|were|used to|had been|wasn't|weren't|no longer|formerly|previously|until recently)\b")
_RELATIVE = re.compile(r"(?i)\b(?:who|that|which|whose)\b[^,;]{0,20}$")


def read_suitability(text: str) -> Role | None:
    """SUITS or DOES_NOT_SUIT. None if a text says neither or both, or says it only within limits."""
    plain = fold_in_place(text)
    if is_question(text) or says_both(text) or is_limited(text) or _CONDITION.search(plain) or _OURS.match(plain):
        return None
    if _OTHERS.match(plain) or _PAST.search(plain):
        return None
    unfit = list(_UNFIT.finditer(plain))
    fits = [match for match in _FITS.finditer(plain) if not any(_overlap(match, other) for other in unfit)]
    found = {_FIT_ROLES[judge(text, *match.span())] for match in fits}
    found |= {_UNFIT_ROLES[judge(text, *match.span())] for match in unfit}
    if not found and _PERSONS.search(plain):
        found = {_TREATED_ROLES[judge(text, *match.span())] for match in _TREATED.finditer(plain)}
        found -= {None} if Role.DOES_NOT_SUIT in found else set()
    role = found.pop() if len(found) == 1 else None
    return None if role is Role.SUITS and (_POSSIBLY.search(plain) or excludes_some(text)) else role


def denies_what_follows(text: str, role: Role) -> bool:
    """Whether a heading about suitability also denies the lines under it: “Suitable for people without:”."""
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
    """Whether a text is about suitability at all."""
    return bool(_FITS.search(fold_in_place(text)) or _UNFIT.search(fold_in_place(text)))


def excludes_some(text: str) -> bool:
    """Whether a text excludes some people: “…, but not for children”. “Those who do not …” excludes nobody."""
    verbs = [
        denial
        for denial in find_denials(text)
        if denial.kind in (DenialKind.VERB, DenialKind.OBJECT, DenialKind.CLAUSE)
    ]
    return any(not _RELATIVE.search(text[: denial.start]) for denial in verbs)


_FIT_ROLES = {Polarity.AFFIRMED: Role.SUITS, Polarity.NEGATED: Role.DOES_NOT_SUIT, Polarity.UNCLEAR: None}
_UNFIT_ROLES = {Polarity.AFFIRMED: Role.DOES_NOT_SUIT, Polarity.NEGATED: None, Polarity.UNCLEAR: None}
_TREATED_ROLES = {Polarity.AFFIRMED: None, Polarity.NEGATED: Role.DOES_NOT_SUIT, Polarity.UNCLEAR: None}


def _overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()
