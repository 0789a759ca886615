"""Classifies sentences of the safety section: for whom it is, side effects, when to seek help, aftercare."""

import re
from dataclasses import dataclass

from content.desk.importing.facts.sentences import is_fragment, split_sentences
from content.desk.importing.meaning.headings import find_role
from content.desk.importing.meaning.names import split_name
from content.desk.importing.meaning.roles import Role
from content.desk.importing.meaning.side_effects import is_instruction, list_side_effects, read_side_effect
from content.desk.importing.meaning.suitability import excludes_some, read_suitability, speaks_of_whom
from content.model.polarity.denial_kinds import DenialKind
from content.model.polarity.denials import find_denials
from content.model.polarity.judging import Polarity, judge, read_polarity
from content.model.polarity.sentences import is_limited, is_needless, is_question
from content.model.polarity.spelling import compile_words, fold_in_place
from content.model.side_effects import mentions_side_effect, names_side_effect


@dataclass(frozen=True)
class SafetyStatement:
    role: Role | None
    text: str


def classify_safety(text: str) -> list[SafetyStatement] | None:
    """The sentences of a line, each with its role in the section. None if no sentence has a clear role."""
    name = split_name(text)
    if name and (found := find_role(name[0])) in (Role.AFTERCARE, Role.SEEK_HELP) and fits(found, name[1]):
        denies = read_polarity(name[0]) is not Polarity.AFFIRMED  # “Avoid afterwards: sauna” is not “sauna”
        return [SafetyStatement(found, text if denies else name[1])]
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


#: Whom an instruction tells to ask, or where to go.
_TURNS_TO = re.compile(
    r"(?i)\b(?:call|ring|phone|contact|tell|inform|see|report|seek|come back|let us know|go to)\b"
    r"|फ़ोन|फोन|कॉल|संपर्क|सम्पर्क|बता|मिलें|दिखा"
)


def read_instruction(text: str) -> Role | None:
    """What a line among side effects is that tells the reader what to do: “Call us if it blisters”.

    When to seek help, or aftercare; None if it is no instruction, or one of neither kind.
    """
    sentence = split_sentences(text)[0] if text.strip() else ""
    if _role_of(sentence) is Role.SEEK_HELP:
        return Role.SEEK_HELP
    if not is_instruction(sentence) or _NO_HELP.search(sentence):
        return None
    if turn := _TURNS_TO.search(sentence):
        # “Tell us if you take aspirin” is for before the treatment.
        is_told = mentions_side_effect(text) and judge(sentence, *turn.span()) is Polarity.AFFIRMED
        return Role.SEEK_HELP if is_told else None
    return Role.AFTERCARE


def fits(role: Role, text: str) -> bool:
    """Whether a line under a heading or lead of this role fits it: not a question, and not the opposite."""
    sentences = split_sentences(text)
    # In aftercare only the first sentence says what to do; the next ones may give reasons.
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
        if own is None and (speaks_of_whom(sentence) or _APPROVES.search(fold_in_place(sentence))):
            return False
        if own is None and not is_fragment(sentence) and not _OF_PEOPLE.match(fold_in_place(sentence)):
            return False  # a whole sentence must be about people to count
        turned = (
            excludes_some(sentence)
            or _begins_with(sentence, *DenialKind)
            or bool(re.match(r"(?i)\W*(?:except|unless|only|but)\b", sentence))
        )
        return (
            (own is None or own is role)
            and (own is role or not turned)
            and (role is Role.DOES_NOT_SUIT or not is_limited(sentence))
        )
    return True


#: Words of approval, which contradict or repeat the heading: “Gout, hay fever: all fine”.
_APPROVES = compile_words(
    r"\b(?:fine|ok(?:ay)?|all ?right|alright|welcome|allowed|permitted"
    r"|acceptable|safe(?:ly)?|go ahead|no (?:problem|issue|bar|barrier)s?)\b(?=\W*$|\s+(?:to|for|with|by)\b)"
    r"|ठीक|सुरक्षित|अनुमति"
)
#: Beginnings of sentences about the people whom the heading is about.
_OF_PEOPLE = compile_words(
    r"^\W*(?:you|your|people|those|any(?:one|body)|women|men|patients|adults|children|if|during|within)\b"
    r"(?!(?:['’]ll|\s+will)?\s+(?:(?:have|need|ought) to|must|should)\b)|^\W*(?:आप|जिन|जो|अगर|यदि)"
)
#: Sentences about what happens: “The needles are thrown away”. “If it is sore, …” may say what to do instead.
_TELLS = re.compile(
    r"^(?!if|when|while|until|once|as\b|after|for\b|you\b)(?:[\w'-]+\s+){1,8}?(?:is|are|was"
    r"|were)\b(?![^.]*\byou (?:should|must|can|may|need))"
)


def _begins_with(sentence: str, *kinds: DenialKind) -> bool:
    return any(denial.start <= 2 and denial.kind in kinds for denial in find_denials(sentence))
