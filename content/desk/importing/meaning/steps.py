"""Tells lines about what is done, which are steps, from advice to the reader."""

import re

from content.desk.importing.meaning.side_effects import read_side_effect
from content.desk.importing.meaning.suitability import read_suitability
from content.model.polarity.denial_kinds import DenialKind
from content.model.polarity.denials import Denial, find_denials
from content.model.polarity.sentences import is_limited, is_needless, is_question
from content.model.polarity.spelling import ENDS, STARTS, compile_words, fold_in_place

_NO_STEP = compile_words(
    r"^\W*(?:please\s+)?(?:of which|and|or|but|plus|if|do not hesitate|don't hesitate|unless|when you|call|ring"
    r"|contact|phone|email|book"
    r"|tell us|ask|let us|inform|we (?:cannot|can't|won't)"
    r"|nobody|anyone|people|who|(?:should|were|had) (?:the|your|you|it|this|that|any|an?|there))\b|^\W*(?:अगर|यदि)"
)
#: Words about the past, about what would be, or about ingredients.
_TELLS_OF = compile_words(
    r"\b(?:was|were|ha(?:s|ve|d) been|had|would|could|might)\b"
    r"|\b(?:is|are) (?:made|derived|extracted) (?:from|of|with|by|in)\b"
    r"|\b(?:contains?|consists?)\b"
    rf"|{STARTS}(?:था|थे|थी|थीं){ENDS}|(?:ली|की|दी|[ायएई]ा?|चुके|चुका|चुकी)\s+है(?:ं)?{ENDS}"
)
_TOLD = compile_words(
    r"^\W*(?:(?:please|kindly|then)\s+|you (?:should|must|may|can|need to)\s+)?"
    r"(?:use|apply|take|keep|wash|drink|wear|rest|cool|stay|sleep|eat|protect|put|leave|wait|continue|resume|return|go"
    r"|start|moisturi[sz]e|massage|clean|change|remove|shower|bathe|cover|sit|lie|avoid)\b"
    rf"|(?:एँ|एं|ें|िए|िये|ना चाहिए){ENDS}\W*$"
)
#: Subjects and verbs of steps: the reader or the staff do something, or something is done.
_DONE = compile_words(
    r"\b(?:you|we|i|he|she)(?:['’](?:ll|re|ve))?\b"
    r"|\b(?:doctor|nurse|clinician|dentist|surgeon|therapist|practitioner|specialist|technician|assistant|team|staff)s?\b"
    r"|\b(?:is|are|be|being|gets?)\s+(?:\w+ly\s+|then\s+|first\s+|also\s+)*"
    r"(?:\w+ed|drawn|given|taken|put|shown|done|made|left|spread|spun|cut|let|set|held|kept|worn|chosen|sent|told|swept)\b"
    r"|\b(?:takes? place|begins?|starts?|ends?|follows?|goes|passes|leaves)\b"
)
#: An order, to staff or to the reader, begins with a verb. “Most of the …” does not.
_ORDER = re.compile(
    r"^\W*(?:(?:first|then|next|finally|afterwards|lastly|now|gently|carefully)\W+)?"
    r"(?!(?:all|most|many|some|both|none|one|two|part|half|because|in|at|on|of|with|for|to|from|like|unlike|after|before|during|since"
    r"|while|what|that|here|there|it|everything|nothing|anything|something|much)\b)"
    r"[a-z]+(?<!s)\s+(?:(?:off|out|up|down|on|in|away)\s+)?"
    r"(?:the|a|an|any|all|each|some|your|his|her|their|its|it|them|this|these|with|to|from|into|for|over|at)\b"
)


def says_what_is_done(text: str) -> bool:
    """Whether a sentence says that somebody does something, or that something is done."""
    return bool(_DONE.search(fold_in_place(text))) or gives_order(text)


def gives_order(text: str) -> bool:
    """Whether a sentence begins with an order, to staff or to the reader: “Wipe the skin …”."""
    return bool(_ORDER.match(fold_in_place(text)))


def tells_reader(text: str) -> bool:
    """Whether a line tells the reader what to do. That is advice, unless the document counts it among its steps."""
    return bool(_TOLD.search(fold_in_place(text)))


def can_be_step(text: str) -> bool:
    """Whether a line can be a step: it is no question, denial, ban, condition, or request to call."""
    if (
        is_question(text)
        or "?" in text
        or is_limited(text)
        or is_needless(text)
        or _NO_STEP.search(fold_in_place(text))
        or read_suitability(text)
    ):
        return False
    if (
        _TELLS_OF.search(fold_in_place(text))
        or "side effect" in fold_in_place(text)
        or read_side_effect(text, known=False)
    ):
        return False
    return all(_is_by_the_way(text, denial) for denial in find_denials(text))


def _is_by_the_way(text: str, denial: Denial) -> bool:
    """Whether a denial is incidental, as in “… is put on without pressure”, unlike “no water goes near your ear”."""
    said = text[: denial.end].lower()
    is_aside = denial.kind is DenialKind.NOUN and said.endswith(("without", "with no", "free of"))
    return denial.start > 2 and (is_aside or denial.kind is DenialKind.BESIDE)
