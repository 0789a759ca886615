"""Whether a text affirms what it says, denies it, or leaves it open. The one place that decides this.

judge(text, start, end)    of a phrase in a sentence: does a denial govern it?
read_polarity(text)        of a statement, a heading or a list's lead as a whole

It reads the grammar of denials, in English and Hindi: what kind of word denies, how far it reaches, and where a clause
ends. Where that leaves a doubt the answer is UNCLEAR, never a guess: whoever asks then keeps the words, and concludes
nothing from them. Two denials of one phrase, a limit (“unless”, “only if”) and a question are doubts.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Polarity(StrEnum):
    AFFIRMED = "affirmed"
    NEGATED = "negated"
    UNCLEAR = "unclear"


class Kind(StrEnum):
    """How far a denial reaches."""

    VERB = "verb"  # “not”, “never”: its predicate, and a subject before it
    NOUN = "noun"  # “no pain”, “without pain”: the noun after it, or all of “no treatment is …”
    CLAUSE = "clause"  # “no guarantee that”, “it is a myth that”: all that follows
    OBJECT = "object"  # “avoid”, “stop”: what follows
    HINDI = "hindi"  # “नहीं”, “न”, “मत”: its clause, on both sides
    BESIDE = "beside"  # “बिना”: the words at both its sides


#: One letter for another, so that places in the text stay the same.
_ALIKE = str.maketrans(
    "’‘`´ʼ\u00a0\u202f\u2009\u2010\u2011\u0958\u0959\u095a\u095b\u095c\u095d\u095e\u095f०१२३४५६७८९",
    "'''''   --\u0915\u0916\u0917\u091c\u0921\u0922\u092b\u092f0123456789",
)
#: Signs of Devanagari vowels are no letters to Python, so a Hindi word ends where these say.
STARTS = r"(?<![\w\u0900-\u0963\u0971-\u097f])"
ENDS = r"(?![\w\u0900-\u0963\u0971-\u097f])"

#: A longer sentence, or one with more denials, is not judged: it takes long, and nobody understands it.
MAX_SENTENCE, MAX_DENIALS = 1_000, 12


def compile_words(pattern: str) -> re.Pattern[str]:
    """A pattern for folded text that finds Hindi words however they are spelt: with a nukta or without, ं or ँ."""
    spelt = unicodedata.normalize("NFC", pattern).replace("\u093c", "\u093c?")
    return re.compile(re.sub("[\u0901\u0902]", "[\u0901\u0902]", spelt))


#: Words that look like a denial and are none: limits of a number, “not only … but also”, turns of phrase.
_HARMLESS = compile_words(
    r"(?:\bnot|n't) (?:only|just|merely|simply|to mention|surprisingly|yet another)\b|\bno (?:doubt|wonder"
    r"|matter|later than|sooner)\b"
    r"|\b(?:not|no|never) (?:fewer|less|more|longer|sooner|later|earlier) than\b|\bno\.\s?\d"
    r"|\b(?:never fails?|not fail|cannot but|can't but|nothing but|none other than|nothing short of) "
    r"|\bwhether or not\b"
    r"|\b(?:don't|do not|never) (?:hesitate|forget|worry)\b|\bwithout (?:delay|fail|doubt|question|hesitation)\b"
    r"|\bif not\b|\b(?:stops?|stopped) (?:within|in|after|on (?:its|their) own)\b|\bnon-?stop\b|\bstop by "
    r"|\b(?:may|might|should|can) not only\b|न\s+(?:केवल|सिर्फ़|सिर्फ)|ही\s+नहीं\s*,"
)
_NEED_NOUNS = (
    r"need|reason|guarantee|evidence|proof|promise|chance|hope|way|question|certainty|sign|claim|plan|obligation"
)
_CUES: tuple[tuple[Kind, str], ...] = (
    (Kind.CLAUSE, rf"\b(?:no|little|without(?: any)?|not enough|hardly any) (?:\w+ ){{0,2}}?(?:{_NEED_NOUNS})s?\b"),
    (Kind.CLAUSE, r"\b(?:myths?|misconceptions?|misunderstandings?|untrue|false(?:ly)?|wrongly|fallac(?:y|ies))\b"),
    (Kind.CLAUSE, r"\b(?:nobody|no one|no-one|none|nothing|neither|nor|nowhere)\b"),
    (
        Kind.CLAUSE,
        r"\b(?:far from|unable to|fails? to|refuses? to|ceases? to|used to|rather than|instead of)\b"
        r"|\b(?:under|in|at|on|by|for) no"
        r" (?:circumstances?|case|event|time|point|stage|account|condition|means|reason)\b",
    ),
    (Kind.CLAUSE, r"(?<!\ba )\bfew(?:er)? (?:people|patients|clients|adults|women|men|of)\b"),
    (Kind.VERB, r"\b(?:not|never|cannot|no longer|hardly|rarely|seldom|scarcely|barely|unlikely|impossible)\b|n't\b"),
    (Kind.NOUN, r"\b(?:no|without|lacks?|lacking|zero|free(?:dom)? (?:of|from)|minus)\b"),
    (
        Kind.OBJECT,
        r"\b(?:avoid(?:s|ed|ing|ance)?|stop(?:s|ped|ping)?|refrain(?:s|ing)?|abstain(?:s|ing)?|skip(?:ping)?|forbid(?:den|s)?"
        r"|prohibit(?:ed|s)?|don'?ts|(?:stay(?:ing)?|keep(?:ing)?) (?:away|clear|off|out)|steer clear|give up|cut out"
        r"|(?:come|leave|lay) off|leave out|do without|hold off|put off|banned|off limits|discontinu(?:e|ed"
        r"|ing)|withh[eo]ld|withholding|paus(?:e|ed|ing)|suspend(?:ed)?"
        r"|quit|omit(?:ted)?|declin(?:e|ed)|turn(?:ed)? away|(?:advis|recommend|warn|decid)\w* against"
        r"|think (?:twice|again))\b|[✘✗❌✕✖🚫⛔]",
    ),
    (Kind.BESIDE, rf"{STARTS}(?:बिना|बग़ैर|बगैर){ENDS}"),
    (
        Kind.HINDI,
        rf"{STARTS}(?:नहीं|नही|न|ना|मत|मना|वर्जित|निषेध|निषिद्ध|परहेज़|परहेज|बचें|बचना|बचिए|बचाव|असंभव|भ्रम|मिथक|"
        rf"ग़लतफ़हमी|ग़लत|झूठ|गलतफहमी|शायद ही|बंद|दूर\s+रहें|दूर\s+रहना|छोड़\s+दें|रोक\s+दें){ENDS}",
    ),
)
_CUE = compile_words("|".join(f"(?P<{kind}{number}>{words})" for number, (kind, words) in enumerate(_CUES)))

#: What is said holds only within limits.
_LIMIT = compile_words(
    r"\b(?:unless|except(?:ing|ion|ions)?|excluding|other than|apart from|aside from|but for|save for"
    r"|only (?:if|when|after|once|where|for|with|by|suitable|recommended|in|a|those|people|adults)|only\s*:|if at all"
    r"|provided|as long as|depends?|whether|(?:everyone|everybody|anyone|anybody|all|anything|everything) (?:but|bar"
    r"|barring|minus|save))\b"
    # What others say, and what is a mistake.
    r"|\b(?:mistakes?|pitfalls|get(?:s|ting)? (?:it |this |that )?wrong)\b"
    r"|\b(?:people|some|many|others?|clinics|adverts|friends|forums|you (?:may|might) have) (?:\w+ )?(?:says?|said"
    r"|claims?|think|thinks"
    r"|believes?|heard|read)\b"
    r"|\bnot (?:everyone|everybody|all|every|always|necessarily|quite)\b|\b(?:said|thought|believed|rumoured"
    r"|claimed|supposed) to\b"
    r"|(?:\bnot|n't)\s+(?:yet\s+)?(?:been\s+)?(?:shown|proven|proved|known|certain|clear|sure|established|tested|studied)\b"
    r"|(?:हर\s+किसी|सब|सबके|सभी)\s[^।]{0,40}(?:नहीं|नही)"
    rf"|\bonly\b(?=[^.;]*\b(?:if|when)\b)|{STARTS}(?:तभी|सिवाय|सिवा|छोड़कर|अलावा|जब तक|केवल तब|सिर्फ़ तब|बशर्ते){ENDS}"
)
_NEEDLESS = compile_words(
    r"\bneed(?:s|ed)?(?: not|n't)\b|(?:\b(?:not|never|nor|nothing|nobody|no|without)|n't)\b[^.;:]{0,40}?"
    r"\b(?:need(?:s|ed)?|necessary|required?|requires|have to|has to|called for|obliged|compulsory|mandatory"
    r"|essential)\b"
    rf"|(?:ज़रूरत|जरूरत|आवश्यकता|ज़रूरी|जरूरी|आवश्यक|अनिवार्य)[^।.;]{{0,12}}(?:नहीं|नही){ENDS}"
)
#: Ends a clause for good.
_BORDER = compile_words(
    r"[.;!?।:](?!\d)|\s[-–—]\s|—|\b(?:but|yet|however|although|though|whereas|because|while|since)\b"
    rf"|{STARTS}(?:लेकिन|मगर|किंतु|परंतु|बल्कि|क्योंकि|जबकि){ENDS}"
)
_FINITE = (
    r"(?:is|are|was|were|am|be|been|does|do|did|has|have|had|can|could|will|would|shall|should|may|might|must|cannot"
    r"|it's|that's|there's|you'll|we'll|they're|you're|we're|gives?|makes?|takes?|lasts?|works?|helps?|needs?|shows?|leaves?"
    r"|brings?|offers?|sees?|gets?|goes|comes?|stays?|looks?|feels?|heals?|fades?|lets?|guarantees?|removes?|restores?)"
)
_HAS_FINITE = re.compile(rf"(?:\b{_FINITE}|'(?:s|re|ll|ve))\b")
_JOINT = compile_words(r"[,()]|\b(?:and|or|nor|then|so|with|और|तथा|एवं)\b|/")
_RELATIVE = re.compile(r"\b(?:who|whom|which|whose|that|where|when|if|whenever|once|unless)\b[^,;]{0,30}$")
_POLAR = compile_words(
    r"^\W*(?:(?:is|are|am|was|were|do|does|did|has|have|can|could|will|would|shall|should|may|might|must|need)(?:n't)?\s"
    rf"[^?]*\?|[^?]*\?\s*$|क्या{ENDS}"
    r"|(?:is|are|can|could|may|should|will|does|has|have)(?:n't)? (?:it|i|you|we|they|the|this|that|there|an?"
    r"|my|your)\b[^?]*:\s*$)"
)
_WH = compile_words(
    rf"^\W*(?:who|whom|whose|what|when|where|which|how|why|for whom|किसे|किसको|किसके|किन|कब|कैसे|कितने){ENDS}[^?]*\?\s*$"
)
#: A label that turns round what stands behind its colon.
_MYTH = re.compile(r"\W*(?:\w+\s+)?(?:myths?|misconceptions?|fiction|false|untrue|wrong)\b[^:.]{0,20}:")
_BOTH = re.compile(
    r"\b(is|are|can|should|does|do|will)\s*(?:,|and|or|/|&)\s*(?:\1n't|\1 not|cannot|not)\b|\bdo'?s\s*(?:and|&"
    r"|/)\s*don'?t'?s\b"
    r"|[✔✓✅]\s*/?\s*[✘✗❌✕✖]|\bor not\b"
)


@lru_cache(maxsize=256)
def fold(text: str) -> str:
    """In small letters with plain quotes, of the same length, so that places stay the same."""
    small = (one.lower() if len(one.lower()) == 1 else one for one in text.translate(_ALIKE))
    return "".join(small)


@dataclass(frozen=True)
class Denial:
    kind: Kind
    start: int
    end: int


def is_question(text: str) -> bool:
    return bool(_POLAR.search(fold(text)))


def is_limited(text: str) -> bool:
    """Whether something holds only within limits: “unless”, “except”, “only if”."""
    return bool(_LIMIT.search(_mask(fold(text))))


def is_needless(text: str) -> bool:
    """“There is no need to…”: what is not needed is neither to do nor to avoid."""
    return bool(_NEEDLESS.search(_mask(fold(text))))


def as_heading(text: str) -> str:
    """A heading that asks “who…?” presumes that there are some: it comes without its mark. Others stay as they are."""
    return text.rstrip("? ") if _WH.search(fold(text)) else text


def says_both(text: str) -> bool:
    """“Who is and isn't suitable”, “Do's and don'ts”."""
    return bool(_BOTH.search(fold(text)))


@lru_cache(maxsize=256)
def find_denials(text: str) -> tuple[Denial, ...]:
    """Every word of a text that denies something, in order. “Nor” goes on with the denial before it."""
    found: list[Denial] = []
    for match in _CUE.finditer(_mask(fold(text))):
        kind = Kind(str(match.lastgroup).rstrip("0123456789"))
        if match[0] != "nor" or not found:
            found.append(Denial(kind, *match.span()))
    return tuple(found)


def read_polarity(text: str) -> Polarity:
    """Of a whole statement, or of a heading or lead, whose children share it."""
    if is_question(text) or is_limited(text) or is_needless(text) or says_both(text):
        return Polarity.UNCLEAR
    return _count(len(find_denials(text)))


def judge(text: str, start: int, end: int) -> Polarity:
    """Whether the sentence affirms the phrase from `start` to `end`, or a denial governs it."""
    if len(text) > MAX_SENTENCE or is_question(text) or says_both(text) or _MYTH.match(fold(text)):
        return Polarity.UNCLEAR
    folded, denials = fold(text), find_denials(text)
    if len(denials) > MAX_DENIALS:
        return Polarity.UNCLEAR
    governing = 0
    for denial in denials:
        reached = _reaches(folded, denial, start, end)
        if reached is Polarity.UNCLEAR:
            return Polarity.UNCLEAR
        governing += reached is Polarity.NEGATED
    return _count(governing)


def is_denied(text: str, start: int, end: int) -> bool:
    """Whether a denial surely governs the phrase: “no downtime and guaranteed results” denies no guarantee."""
    return judge(text, start, end) is Polarity.NEGATED


def find_clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause begins and ends in which a phrase stands."""
    folded = fold(text)
    first, last = 0, len(text)
    for border in _BORDER.finditer(folded):
        if border.end() <= start:
            first = border.end()
        elif border.start() >= end:
            last = min(last, border.start())
    return first, last


def _count(denials: int) -> Polarity:
    return (Polarity.AFFIRMED, Polarity.NEGATED)[denials] if denials < 2 else Polarity.UNCLEAR


def _mask(folded: str) -> str:
    return _HARMLESS.sub(lambda match: "·" * len(match[0]), folded)


def _reaches(folded: str, denial: Denial, start: int, end: int) -> Polarity:
    """NEGATED where a denial governs the phrase, AFFIRMED where it does not."""
    if denial.start < end and denial.end > start:
        return Polarity.AFFIRMED  # the phrase holds its own denial, as “no downtime” does
    between = folded[denial.end : start] if denial.end <= start else folded[end : denial.start]
    if _BORDER.search(between):
        return Polarity.AFFIRMED
    if denial.kind is Kind.HINDI:
        return Polarity.UNCLEAR if _JOINT.search(between) else Polarity.NEGATED
    if denial.kind is Kind.BESIDE:
        return Polarity.NEGATED if len(between.split()) <= 3 else Polarity.AFFIRMED
    if denial.start >= end:
        return _reaches_back(between, folded[denial.end :], denial)
    return _reaches_on(folded, denial, between, start)


def _reaches_back(between: str, after: str, denial: Denial) -> Polarity:
    """A denial after the phrase reaches it as its subject: “numbing cream is not needed”."""
    if denial.kind is Kind.OBJECT and re.search(r"\b(?:be|is|are|being)\s+(?:best\s+)?$", between):
        return Polarity.NEGATED if not _JOINT.search(between) else Polarity.UNCLEAR  # “… should be avoided”
    if denial.kind is not Kind.VERB:
        return Polarity.AFFIRMED
    joints = list(_JOINT.finditer(between))
    if re.search(r"\b(?:who|which|that|whose|when|if)\b", between):
        return Polarity.AFFIRMED
    if joints and _HAS_FINITE.search(between, joints[-1].end()) is None and "," in between:
        # “…, not the three that adverts promise”: a contrast, which leaves alone what stands before it.
        return Polarity.AFFIRMED if re.search(r",\s*$", between) else Polarity.UNCLEAR
    if len(_HAS_FINITE.findall(between)) > 1:
        return Polarity.UNCLEAR
    return Polarity.UNCLEAR if joints else Polarity.NEGATED


def _reaches_on(folded: str, denial: Denial, between: str, start: int) -> Polarity:
    """A denial before the phrase reaches it until its clause or its noun ends."""
    if denial.kind in (Kind.VERB, Kind.OBJECT) and _RELATIVE.search(folded[: denial.start]):
        # “Those who do not smoke see …”: the denial ends within, where is not to be told by words alone.
        return Polarity.NEGATED if not _HAS_FINITE.search(between) and len(between.split()) <= 2 else Polarity.UNCLEAR
    joints = [joint for joint in _JOINT.finditer(between) if joint[0] not in ("or", "nor", "/")]
    is_list = all(joint[0] == "," for joint in joints) and re.search(r"\b(?:or|nor)\b", between)
    if joints and not (is_list and not _HAS_FINITE.search(between)):
        return _reaches_past(folded, joints, denial, between, start)
    if denial.kind is Kind.NOUN and _is_own_noun(folded, denial, between):
        return Polarity.AFFIRMED
    return Polarity.NEGATED


def _reaches_past(folded: str, joints: list[re.Match[str]], denial: Denial, between: str, start: int) -> Polarity:
    """Over “and” or a comma: no further than to a new verb; in a list it may be either."""
    after = between[joints[0].end() :] + folded[start : start + 40]
    if _HAS_FINITE.search(after) or joints[0][0] in ("with", "then", "so"):
        return Polarity.AFFIRMED if denial.kind is not Kind.CLAUSE or joints[0][0] != "with" else Polarity.UNCLEAR
    return Polarity.UNCLEAR


def _is_own_noun(folded: str, denial: Denial, between: str) -> bool:
    """Whether a “no” or “without” is over before the phrase: a verb or a preposition but “of” ends its noun.

    “No treatment is …” denies the whole clause: there it stands at the beginning.
    """
    verb = _HAS_FINITE.search(between)
    begins = not folded[: denial.start].strip(" \"'“(") or bool(_BORDER.search(folded[: denial.start].rstrip()[-2:]))
    if verb:
        return not (begins and folded[denial.start : denial.end] == "no")
    return bool(re.search(r"\b(?:for|with|to|by|at|from|on|after|before|during)\b", between))
