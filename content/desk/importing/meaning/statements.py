"""What single sentences state: for whom a treatment is, what to do and not to do, and with what it is combined."""

import re
from dataclasses import dataclass

from content.desk.importing.facts.sentences import split_sentences
from content.desk.importing.meaning.headings import Role, find_role, read_suitability, speaks_of_whom, turns
from content.desk.importing.meaning.names import split_name
from content.desk.importing.meaning.side_effects import list_side_effects, read_side_effect
from content.model.polarity.denial_kinds import DenialKind
from content.model.polarity.denials import find_denials
from content.model.polarity.judging import Polarity, judge
from content.model.polarity.sentences import is_limited, is_needless, is_question
from content.model.polarity.spelling import ENDS, STARTS, compile_words, fold_in_place
from content.model.side_effects import mentions_side_effect, names_side_effect

# -- safety


@dataclass(frozen=True)
class SafetyStatement:
    role: Role | None
    text: str


def classify_safety(text: str) -> list[SafetyStatement] | None:
    """The sentences of a line with the part of the section that each belongs to; None where none says."""
    name = split_name(text)
    if name and (found := find_role(name[0])) in (Role.AFTERCARE, Role.SEEK_HELP) and fits(found, name[1]):
        return [SafetyStatement(found, name[1])]
    if name and mentions_side_effect(name[0]) and names_side_effect(name[0]) and _says_course(text):
        return [SafetyStatement(Role.SIDE_EFFECT, text)]
    statements = [SafetyStatement(_role_of(sentence), sentence) for sentence in split_sentences(text)]
    return statements if any(statement.role for statement in statements) else None


def _says_course(text: str) -> bool:
    effect = read_side_effect(text, known=False)
    return bool(effect) and (effect["frequency"] != "unknown" or effect["resolves_within_days"] is not None)  # type: ignore[index]


_HELP = re.compile(
    r"(?i)\bseek (?:medical |urgent )?(?:help|advice|attention)|\b(?:call|contact|ring|phone) (?:us|the clinic|your)\b"
)
_URGENT = re.compile(r"(?i)\b(?:if|when|as soon as|immediately|straight away|at once|urgent\w*|seek|should you)\b")
_NO_HELP = re.compile(
    r"(?i)\b(?:book\w*|appointments?|prices?|quotes?|questions?|consultations?|cancel\w*|reschedule)\b"
)


def _role_of(sentence: str) -> Role | None:
    if is_question(sentence):
        return None
    if list_side_effects(sentence) or _says_course(sentence):
        return Role.SIDE_EFFECT
    help_ = _HELP.search(sentence)
    if help_ and _URGENT.search(sentence) and not _NO_HELP.search(sentence) and not is_needless(sentence):
        return Role.SEEK_HELP if judge(sentence, *help_.span()) is Polarity.AFFIRMED else None
    named = split_name(sentence)
    denied = named and _begins_with(named[1], *DenialKind)  # “Contraindications: none”
    return None if denied else read_suitability(sentence)


def fits(role: Role, text: str) -> bool:
    """Whether a line under a heading or lead of a role says what these say: not a question, nor its opposite."""
    sentences = split_sentences(text)
    # What to do may be followed by the reason for it.
    return all(_fits(role, sentence) for sentence in sentences[: 1 if role is Role.AFTERCARE else None])


def _fits(role: Role, sentence: str) -> bool:
    if is_question(sentence):
        return False
    if role is Role.AFTERCARE and _TELLS.search(fold_in_place(sentence)):
        return False
    if role in (Role.AFTERCARE, Role.SEEK_HELP):
        return not (is_needless(sentence) or _begins_with(sentence, DenialKind.CLAUSE))
    if role in (Role.SUITS, Role.DOES_NOT_SUIT):
        own = read_suitability(sentence)
        if own is None and speaks_of_whom(sentence):
            return False
        turned = (
            turns(sentence)
            or _begins_with(sentence, *DenialKind)
            or bool(re.match(r"(?i)\W*(?:except|unless|only|but)\b", sentence))
        )
        return (
            (own is None or own is role)
            and (own is role or not turned)
            and (role is Role.DOES_NOT_SUIT or not is_limited(sentence))
        )
    return True


#: “The needles are thrown away”: tells what is, not what to do. “If it is sore, …” may tell that.
_TELLS = re.compile(
    r"^(?!if|when|while|until|once|as\b|after|for\b|you\b)(?:[\w'-]+\s+){1,8}?(?:is|are|was"
    r"|were)\b(?![^.]*\byou (?:should|must|can|may|need))"
)


def _begins_with(sentence: str, *kinds: DenialKind) -> bool:
    return any(denial.start <= 2 and denial.kind in kinds for denial in find_denials(sentence))


def is_fragment(text: str) -> bool:
    """Words that say nothing without the heading or lead above them."""
    return not text.rstrip().endswith((".", "!", "?", "।"))


# -- steps

_NO_STEP = compile_words(
    r"^\W*(?:please\s+)?(?:of which|and|or|but|plus|if|do not hesitate|don't hesitate|unless|when you|call|ring"
    r"|contact|phone|email|book"
    r"|tell us|ask|let us|inform|we (?:cannot|can't|won't)"
    r"|nobody|anyone|people|who)\b|^\W*(?:अगर|यदि)"
)

#: What has been, or what something is made of, is not what is done.
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
    """Whether a line tells the reader what to do: advice, unless the document counts it among its steps."""
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


# -- combinations


@dataclass(frozen=True)
class Therapy:
    """A partner of a combination as the document names it. `aliases` are the names in brackets."""

    name: str

    @property
    def plain(self) -> str:
        return re.sub(r"\s*\([^)]*\)", "", self.name).strip()

    @property
    def kind(self) -> str | None:
        """How it is given, where its name says so; None rather than a guess."""
        kinds = (
            ("surgical", r"transplant|surg"),
            ("device", r"laser|light|led\b|comb\b|cap\b|microneedl|electrolysis|radiofreq"),
            ("injectable", r"inject|plasma|prp|mesotherap|botulin|filler"),
            ("oral", r"\boral\b|tablet|capsule|\bpill"),
            ("topical", r"topical|cream|lotion|foam|serum|peel|retinoid|shampoo"),
        )
        return next((kind for kind, words in kinds if re.search(rf"(?i){words}", self.name)), None)


_MEMBERS = re.compile(r",\s*(?:(?:and|or)\b\s*)?|\s+(?:and|or)\s+")
_LISTS_THERAPIES = re.compile(
    r"(?i)\b(?:.*\b(?:such as|including)|combined with|joined with|together with|combination with)\s+(?P<list>[^.;]+)"
)
_CAUTION = re.compile(r"(?i)\b(?:leave|pause|apart|only|after|before|wait|careful|caution|ask)\b")


def list_therapies(text: str) -> list[Therapy]:
    """“…treatments, such as topical A (B), oral C or D” -> its members, where every one's kind is plain."""
    match = _LISTS_THERAPIES.search(text)
    if (
        not match
        or is_limited(text)
        or any(d.start < match.end("list") for d in find_denials(text))
        or is_question(text)
    ):
        return []
    therapies = [Therapy(_strip_article(name)) for name in _MEMBERS.split(match["list"]) if name.strip()]
    return [therapy for therapy in therapies if therapy.kind and len(therapy.name.split()) <= 6]


def is_caution(text: str) -> bool:
    """Whether what is said of a combination restrains it, rather than recommend it."""
    return bool(_CAUTION.search(text) or find_denials(text) or is_limited(text) or is_question(text))


def _strip_article(text: str) -> str:
    return re.sub(r"(?i)^(?:a|an|the|some)\s+", "", text.strip(" ."))
