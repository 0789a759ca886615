"""Reads facts of one visit: minutes, days of downtime, anaesthesia."""

import re

from content.desk.importing.facts.amounts import DAYS, MINUTES, Amount, find_amounts
from content.desk.importing.facts.fact import Fact, build_range, read_single
from content.desk.importing.facts.sentences import (
    ABOUT,
    ABOUT_HINDI,
    COMPARES,
    HEDGED,
    NOT_STATED,
    VISIT,
    VISIT_HINDI,
    affirms,
    has_other_case,
    is_sure,
    may_state,
    plain_words,
    read_phrase,
)
from content.model.polarity.sentences import find_clause, is_limited, is_question
from content.model.polarity.spelling import STARTS, compile_words

# -- minutes

_SUBJECT = (
    r"(?:^|[,;:]|\band\b)\s*(?:(?:the|an?|each|every|your|most|all|one|this|our|whole|entire|full|typical|standard|single"
    r"|average|usual|actual|complete|simply)\s+){0,4}"
    r"(?!(?:first|initial|last|second|next|follow|review|check|patch|test|numbing|consult\w*|\w{3,}est|longer|shorter|bigger|smaller|deeper|of|after|before|between|during|from"
    rf"|for|to|in|at|with|without|until|per|and|or|than|no)\b)(?:[\w-]+\s+)?{VISIT}s?"
)
_TAKES = re.compile(
    rf"{_SUBJECT}\s+(?:itself\s+)?(?:(?:usually|typically|normally|generally|often|will|should)\s+)*"
    rf"(?:takes?|lasts?|runs?|is|are|needs?|requires?|is finished|are finished|is done|are done|is over"
    rf"|are over){ABOUT}"
)
_ALLOW = re.compile(
    rf"(?:^|[,;:]|\band\b)\s*(?:please\s+)?(?:allow|plan|set aside|expect to (?:be|lie|sit|spend"
    rf"|stay)\b[\w\s]{{0,30}}?){ABOUT}"
)
_WHOLE = (
    rf"\s*(?:for|per|at)\s+(?:each|every|the|your|an?|one|the whole)\s+(?:{VISIT})\b|\s*per {VISIT}\b"
    rf"|\s*in (?:the clinic|all|total)\b"
    r"|\s*each time\b|\s*from (?:start|door)\b|\s*altogether\b"
)
_ALLOW_AFTER = re.compile(rf"(?:\s*(?:[.,;!]|$)|{_WHOLE})")
_LABEL_MINUTES = re.compile(rf"^\W*(?:{VISIT}\s+)?(?:time|length|duration|{VISIT}s?)\s*[:–-]{ABOUT}")
_NOT_WHOLE = re.compile(
    r"[\s-]*(?:away|later|before|after|from|ago|until|of|to\s+(?!complete|carry|do)\w+|at home|every)\b"
    rf"|\s*(?:(?:for\s+)?(?:per|each|an?|one)\s+(?!{VISIT}|time\b)\w|/\s*\w)"
)
_ALL_IT_TAKES = re.compile(
    rf"\s*is (?:all|what|how long)\s+(?:it|an?|each|every|the|your)?\s*(?:whole\s+)?{VISIT}?\s*(?:takes|needs|lasts)\b"
)
_HINDI_BEFORE = compile_words(
    rf"(?:^|[,;])\s*(?:(?:हर|एक|प्रत्येक|पूरा|पूरी|पूरे|इस|यह)\s+)*{VISIT_HINDI}(?:\s+(?:में|को|के लिए))?{ABOUT_HINDI}"
)
_HINDI_AFTER = compile_words(r"\s*(?:तक\s+)?(?:का|की|के|लग\S*|चल\S*|ले\S*)(?=\s)")


def read_minutes(sentence: str) -> Fact | None:
    """The minutes of the whole visit, not of a part of it, such as a cream that stays on for 30 minutes."""
    text = plain_words(sentence)
    if not may_state(text):
        return None
    found = [amount for amount in find_amounts(text) if amount.unit in MINUTES and _is_of_visit(text, amount)]
    if _has_other_minutes(text, found) or has_other_case(text, found):
        return None
    spans = [span for amount in found if (span := amount.count(MINUTES)) and span[1] <= 480]
    span = read_single(spans) if len(spans) == len(found) else None
    return build_range("minutes", span, sentence, read_phrase(text, found)) if span and span[0] else None


def _has_other_minutes(text: str, found: list[Amount]) -> bool:
    """Whether there are further minutes besides those of the visit: “and 60 for the body”, “plus 20 for numbing”."""
    clauses = [find_clause(text, amount.start, amount.end) for amount in found]
    others = [amount for amount in find_amounts(text) if amount.unit in MINUTES and amount not in found]
    return any(first <= other.start < last for other in others for first, last in clauses)


def _is_of_visit(text: str, amount: Amount) -> bool:
    before, after = text[: amount.start], text[amount.end :]
    if not is_sure(text, amount.start, amount.end):
        return False
    if re.match(rf"[\s-]*(?:treatment\s+|laser\s+)?{VISIT}\b", after) and "-" in text[amount.start : amount.end]:
        return not re.search(r"\b(?:first|initial|extra|free|review|follow-up)\s+$", before)
    if _ALLOW.search(before):
        return bool(_ALLOW_AFTER.match(after))
    if re.match(_WHOLE, after) and not before.strip(" \"'“("):
        return True
    if _HINDI_BEFORE.search(before) and _HINDI_AFTER.match(after):
        return True
    if _ALL_IT_TAKES.match(after) and not before.strip():
        return True
    return bool((_TAKES.search(before) or _LABEL_MINUTES.search(before)) and not _NOT_WHOLE.match(after))


# -- downtime

_WORK = r"(?:work|normal|usual|everyday|daily|desks?|routine|office|ordinary)"
_NO_DOWNTIME = compile_words(
    r"(?<=\w )without(?: any)? downtime(?=\s*(?:[.,;!]|$))|"
    r"\b(?:no|zero)[\s-]downtime\b(?!\s+(?:is|are|was|can|could|will)\s+(?!needed|required"
    r"|expected|necessary|involved))|\bno time off(?: work)? (?:is |are )?(?:needed|required|necessary)\b"
    rf"|{STARTS}कोई\s+डाउनटाइम\s+नहीं|छुट्टी(?:\s+लेने)?\s+की\s+(?:कोई\s+)?(?:ज़रूरत|जरूरत|आवश्यकता)\s+नहीं"
)
_ALMOST = re.compile(
    r"\b(?:little (?:to|or)|almost|virtually|nearly|practically|minimal to|close to|next to|hardly|with)\s+$"
)
_PERHAPS = re.compile(r"\b(?:may|might|could)\b")
_FOR_SOME = re.compile(
    r"\s+(?:for|with|after|on)\s+(?!most\b|you\b|every|all\b|this\b|our\b|your\b|the (?:treatment"
    r"|procedure)\b)(?:\w+\s+){0,2}\w*"
    r"(?:small|light|mild|minor|superficial|gentl|low|areas?|peels?|cases?|skin)\w*"
)
_ONES_OWN = re.compile(r"\b(?:i|my|me)\b")
_SAME_DAY = compile_words(
    rf"\b(?:back|returns?|returning|resumes?)\b(?: to"
    rf"| at)?\s+[\w ]{{0,20}}?\b{_WORK}\b[\w ]{{0,25}}?\b(?:the )?same day\b"
    rf"|{STARTS}उसी\s+दिन\s+(?:से\s+)?(?:काम|दफ़्तर|ऑफ़िस)\s+(?:पर\s+)?(?:जा|लौट)\s+सक"
)
_DOWNTIME_BEFORE = compile_words(
    rf"(?:\bdowntime(?:\s+\([^)]*\))?\s*(?::|is|of|lasts|takes|averages)?|\brecovery(?: time)?\s*(?::|is|lasts|takes)"
    rf"|\b(?:at home|off work) for|\b(?:back|return(?:s|ing)?) (?:to|at) {_WORK}[\w\s]{{0,15}}? (?:after|in)){ABOUT}"
    rf"|(?:डाउनटाइम|(?:ठीक|सामान्य)\s+होने\s+में){ABOUT_HINDI}"
)
_DOWNTIME_AFTER = compile_words(
    r"\s*(?:off(?:\s+(?:work|is|are|from work)\b|\s*[.,]|$)|(?:of )?downtime\b|का\s+डाउनटाइम|की\s+छुट्टी)"
)


def read_downtime(sentence: str) -> Fact | None:
    """Days until usual life goes on. The longer one if there are two."""
    text = plain_words(sentence)
    zero = _find_no_downtime(text)
    if not may_state(text) or re.search(r"\bsurg\w+|\boperations?\b|\bmay be able\b", text):
        return None
    found = [amount for amount in find_amounts(text) if amount.unit in DAYS and _is_downtime(text, amount)]
    if zero:
        return Fact("downtime_days", {"downtime_days": 0}, sentence, zero) if not found else None
    spans = [span for amount in found if (span := amount.count(DAYS)) and span[1] <= 90]
    span = read_single(spans) if len(spans) == len(found) else None
    return Fact("downtime_days", {"downtime_days": span[1]}, sentence, read_phrase(text, found)) if span else None


def _find_no_downtime(text: str) -> str:
    if is_limited(text):
        return ""
    if (
        (match := _NO_DOWNTIME.search(text))
        and not _ALMOST.search(text[: match.start()])
        and not _ONES_OWN.search(text)
    ):
        return match[0] if affirms(text, *match.span()) and not _is_of_some(text, match) else ""
    match = _SAME_DAY.search(text)
    return match[0] if match and affirms(text, *match.span()) and not _is_of_some(text, match) else ""


def _is_of_some(text: str, match: re.Match[str]) -> bool:
    """Whether it holds only for some people or cases: “You may need no downtime”, “no downtime for small areas”."""
    first, _last = find_clause(text, *match.span())
    return bool(_PERHAPS.search(text, first, match.start()) or _FOR_SOME.match(text, match.end()))


def _is_downtime(text: str, amount: Amount) -> bool:
    about = _DOWNTIME_BEFORE.search(text[: amount.start]) or _DOWNTIME_AFTER.match(text[amount.end :])
    return bool(about) and is_sure(text, amount.start, amount.end)


# -- anaesthesia

_NUMBING = compile_words(
    r"\bnumbing (?:cream|gel)\b|\bnumb(?:s|ed)?\b[^.;,]{0,40}\b(?:cream|gel)\b|\b(?:local "
    r"|topical )?an(?:a)?esthetic (?:cream|gel)\b"
    r"|\btopical an(?:a)?esthe(?:tic|sia)\b|सुन्न\s+करने\s+(?:वाली|की)\s+(?:क्रीम|जेल)|(?:क्रीम|जेल)\s+(?:से"
    r"|लगाकर)\s+(?:\S+\s+)?सुन्न"
)
_INJECTED = compile_words(r"\blocal an(?:a)?esthe(?:tic|sia)\b|लोकल\s+एनेस्थीसिया|सुन्न\s+करने\s+(?:वाला|का)\s+इंजेक्शन")
_NONE_NEEDED = compile_words(
    r"\bno an(?:a)?esthe(?:tic|sia)(?:\s+(?:is|will be)\s+(?:\w+\s+)?(?:needed|required|necessary|used"
    r"|given))?\s*(?=[.,;!]|$|and\b)"
    r"|(?:^|[.;,]\s*)an(?:a)?esthe(?:tic|sia) is(?: not|n't) (?:needed|required|necessary|used)\b"
    r"|(?:एनेस्थीसिया|सुन्न\s+करने)\s+की\s+(?:कोई\s+)?(?:ज़रूरत|जरूरत|आवश्यकता)\s+नहीं"
)
_CHOSEN = compile_words(
    r"\b(?:ask|asks|request\w*|wish|prefer\w*|choose|chosen|available|option|offer\w*|allerg\w*|sensitive"
    r"|tell us|bring|own|remov\w+|sold|dentists?|elsewhere|at home"
    r"|extra|until|want|like)\b|चाह"
)


_GIVEN = compile_words(
    r"\b(?:appl(?:y|ies|ied)|us(?:e|es|ed|ing)|put on|goes? on|stays? on|sits? on|left on|spread|given"
    r"|inject(?:ed|ions?)|under|with"
    r"|numb(?:s|ed)?|after)\b|लगा|दिया\s+जा|दी\s+जा|इस्तेमाल|सुन्न\s+(?:किया|की)\s+जा"
)


def read_anaesthesia(sentence: str) -> Fact | None:
    text = plain_words(sentence)
    if is_question(text) or NOT_STATED.search(text) or COMPARES.search(text):
        return None
    found = [kind for kind, pattern in _ANAESTHESIA if (match := pattern.search(text)) and _is_given(text, kind, match)]
    if "topical" in found and "local" in found and re.search(r"local an(?:a)?esthetic (?:cream|gel)", text):
        found.remove("local")
    return Fact("anaesthesia", {"anaesthesia": found[0]}, sentence) if len(found) == 1 else None


_ANAESTHESIA = (("none", _NONE_NEEDED), ("topical", _NUMBING), ("local", _INJECTED))


def _is_given(text: str, kind: str, match: re.Match[str]) -> bool:
    if kind == "none":
        return affirms(text, *match.span()) and not HEDGED.search(text) and not is_limited(text)
    first, last = find_clause(text, *match.span())
    given = _GIVEN.search(text, first, last)
    return bool(given) and is_sure(text, *match.span()) and not is_limited(text) and not _CHOSEN.search(text)
