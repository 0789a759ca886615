"""Whether a line says what is done, as a step does, or tells the reader what to do."""

from content.desk.importing.meaning.side_effects import read_side_effect
from content.desk.importing.meaning.suitability import read_suitability
from content.model.polarity.denial_kinds import DenialKind
from content.model.polarity.denials import find_denials
from content.model.polarity.sentences import is_limited, is_needless, is_question
from content.model.polarity.spelling import ENDS, STARTS, compile_words, fold_in_place

_NO_STEP = compile_words(
    r"^\W*(?:please\s+)?(?:of which|and|or|but|plus|if|do not hesitate|don't hesitate|unless|when you|call|ring"
    r"|contact|phone|email|book"
    r"|tell us|ask|let us|inform|we (?:cannot|can't|won't)"
    r"|nobody|anyone|people|who)\b|^\W*(?:अगर|यदि)"
)
#: Words about the past, or about what something is made of.
_TELLS_OF = compile_words(
    r"\b(?:was|were|ha(?:s|ve|d) been|had)\b|\b(?:is|are) (?:made|derived|extracted) (?:from|of|with|by|in)\b"
    r"|\b(?:contains?|consists?)\b"
    rf"|{STARTS}(?:था|थे|थी|थीं){ENDS}|(?:ली|की|दी|[ायएई]ा?|चुके|चुका|चुकी)\s+है(?:ं)?{ENDS}"
)
_TOLD = compile_words(
    r"^\W*(?:(?:please|kindly|then)\s+|you (?:should|must|may|can|need to)\s+)?"
    r"(?:use|apply|take|keep|wash|drink|wear|rest|cool|stay|sleep|eat|protect|put|leave|wait|continue|resume|return|go"
    r"|start|moisturi[sz]e|massage|clean|change|remove|shower|bathe|cover|sit|lie|avoid)\b"
    rf"|(?:एँ|एं|ें|िए|िये|ना चाहिए){ENDS}\W*$"
)


def tells_reader(text: str) -> bool:
    """Whether a line tells the reader what to do. It is advice, unless the document counts it among its steps."""
    return bool(_TOLD.search(fold_in_place(text)))


def can_be_step(text: str) -> bool:
    """Whether a line may say what is done: not a question, a denial, a ban, a condition or a request to call."""
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
    denials = find_denials(text)
    return not any(denial.kind not in (DenialKind.NOUN, DenialKind.BESIDE) or denial.start <= 2 for denial in denials)
