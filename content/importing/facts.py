"""Reads facts out of prose, and says from which words. It never guesses: a fact that is unclear is left out.

A sentence states a fact where its clause affirms it (`content.polarity`), says it of the treatment itself, and gives
both ends of the number. What is asked, denied, optional, priced, compared, said of some people or of a study, or
bounded at one end alone (“up to 3”), states none.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from content.effects import mentions_effect
from content.importing.numbers import DAYS, MINUTES, MONTHS, ORDINALS, WEEKS, Amount, find_amounts, find_gaps
from content.polarity import (
    ENDS,
    STARTS,
    Polarity,
    compile_words,
    find_clause,
    fold,
    is_limited,
    is_question,
    judge,
)
from content.vocabulary import SectionKey

#: What is longer is no sentence, and takes long to search.
MAX_SENTENCE = 1_000


@dataclass(frozen=True)
class Fact:
    """`columns` are those of the guide's page; `words` the sentence that it was read from, `phrase` those in it."""

    name: str
    columns: dict[str, int | str | bool]
    words: str
    phrase: str = ""


def split_sentences(text: str) -> list[str]:
    parts = re.split(r"(?<=[.!?])\s+(?=[A-Z“\"(\u0900-\u097f])|(?<=[।॥])\s*", text)
    return [sentence.strip() for sentence in parts if sentence.strip()]


def read_facts(section: SectionKey, text: str) -> Iterator[Fact]:
    """Every fact that the sentences of a section's text state."""
    for sentence in split_sentences(text):
        if len(sentence) > MAX_SENTENCE:
            continue
        for read in READERS.get(section, ()):
            if fact := read(sentence):
                yield fact


# -- what a sentence must be for its numbers to count

_NOT_STATED = compile_words(
    r"\b(?:if|whether|in case|should you|supposing|perhaps|maybe|possibly|optional(?:ly)?|some|others|few|sometimes|occasionally"
    r"|stud(?:y|ies)|trials?|research(?:ers)?|participants|volunteers|published|prices?|priced|costs?|fees?|packages?|discounts?|free"
    r"|buy|pay(?:s|ing|ment|ments)?|deposit|instal?ments?|sav(?:e|ings)|offers?|think|thinks|thought|believes?|assumes?|hopes?"
    r"|hoping|adverts?|promises?|claims?|heard|rumou?rs?|supposed|compared|unlike|as long as|instead of|rather than"
    r"|other (?!weeks?\b|months?\b|days?\b)\w+|used to|was|were|had)\b|[£$€₹]|\bbut not\b"
    rf"|{STARTS}(?:अगर|यदि|शायद|चाहें|चाहे|कुछ|कभी-कभी|अध्ययन|शोध|पैकेज|छूट|क़ीमत|कीमत|दाम|रुपए|रुपये|मुफ़्त|तुलना|मुकाबले){ENDS}"
)
_MORE = r"(?:less|more|longer|shorter|fewer|sooner|earlier|later)"
#: A limit (“less than 3”) compares with a number; all else compares with something else.
_COMPARES = re.compile(
    rf"(?<!more )(?<!less )(?<!fewer )(?<!sooner )(?<!earlier )(?<!longer )(?<!later )(?<!shorter )\bthan\b|\bthan (?:the|with|in|for)\b"
    rf"|\b(?:minute|hour|day|week|month|session|visit|treatment)s?\s+{_MORE}\b"
)
_HEDGED = compile_words(rf"\b(?:may|might|can|could|would)\b|{STARTS}(?:सकता|सकती|सकते){ENDS}")
_CONTRAST = re.compile(r",\s*(?:and\s+)?(?:not|never|rather than|instead of|unlike|as opposed to)\b")
_ABOUT = (
    r"(?:\s*\b(?:about|around|roughly|approximately|approx\.?|some|only|just|anything|from|for|in|between|usually|typically"
    r"|normally|generally|on average|a total of|at)\b)*\s*$"
)
_ABOUT_HINDI = r"(?:\s*(?:लगभग|क़रीब|करीब|तक़रीबन|आमतौर पर|आम तौर पर|कुल|about))*\s*$"


def _plain(sentence: str) -> str:
    """The sentence as it is searched, without a contrast at its end: “ten days, not the three that …”."""
    text = fold(unicodedata.normalize("NFC", sentence))
    contrast = _CONTRAST.search(text)
    return text[: contrast.start()] if contrast and contrast.start() > 10 else text


def _may_state(text: str) -> bool:
    return not (is_question(text) or is_limited(text) or _NOT_STATED.search(text) or _COMPARES.search(text))


def _affirms(text: str, start: int, end: int) -> bool:
    return judge(text, start, end) is Polarity.AFFIRMED


def _is_sure(text: str, start: int, end: int) -> bool:
    """Whether the clause affirms a phrase outright: neither denied nor only possible."""
    first, last = find_clause(text, start, end)
    return _affirms(text, start, end) and not _HEDGED.search(text, first, last)


def _segment(text: str, start: int, end: int) -> str:
    """What stands around a phrase between commas and the like, the phrase's own included."""
    first = max((border.end() for border in re.finditer(r"[,;()]|\bthen\b", text[:start])), default=0)
    border = re.search(r"[,;()]|\bthen\b", text[end:])
    return text[first : end + border.start() if border else len(text)]


def _single(reads: list[tuple[int, int]]) -> tuple[int, int] | None:
    """What a sentence states once, or alike; None where it states several."""
    return reads[0] if reads and all(read == reads[0] for read in reads) else None


def _range(name: str, span: tuple[int, int] | None, sentence: str, phrase: str) -> Fact | None:
    return Fact(name, {f"{name}_min": span[0], f"{name}_max": span[1]}, sentence, phrase) if span else None


# -- minutes

_VISIT = r"(?:session|visit|appointment|procedure|treatment|sitting)"
_VISIT_HINDI = r"(?:सत्र|सेशन|बैठक|सिटिंग|उपचार|ट्रीटमेंट|प्रक्रिया|sessions?)"
_SUBJECT = (
    r"(?:^|[,;:]|\band\b)\s*(?:(?:the|an?|each|every|your|most|all|one|this|our|whole|entire|full|typical|standard|single"
    r"|average|usual|actual|complete|simply)\s+){0,4}"
    r"(?!(?:first|initial|last|second|next|follow|review|check|patch|test|numbing|consult\w*|\w{3,}est|longer|shorter|bigger|smaller|deeper|of|after|before|between|during|from"
    rf"|for|to|in|at|with|without|until|per|and|or|than|no)\b)(?:[\w-]+\s+)?{_VISIT}s?"
)
_TAKES = re.compile(
    rf"{_SUBJECT}\s+(?:itself\s+)?(?:(?:usually|typically|normally|generally|often|will|should)\s+)*"
    rf"(?:takes?|lasts?|runs?|is|are|needs?|requires?|is finished|are finished|is done|are done|is over|are over){_ABOUT}"
)
_ALLOW = re.compile(
    rf"(?:^|[,;:]|\band\b)\s*(?:please\s+)?(?:allow|plan|set aside|expect to (?:be|lie|sit|spend|stay)\b[\w\s]{{0,30}}?){_ABOUT}"
)
_WHOLE = (
    rf"\s*(?:for|per|at)\s+(?:each|every|the|your|an?|one|the whole)\s+(?:{_VISIT})\b|\s*per {_VISIT}\b|\s*in (?:the clinic|all|total)\b"
    r"|\s*each time\b|\s*from (?:start|door)\b|\s*altogether\b"
)
_ALLOW_AFTER = re.compile(rf"(?:\s*(?:[.,;!]|$)|{_WHOLE})")
_LABEL_MINUTES = re.compile(rf"^\W*(?:{_VISIT}\s+)?(?:time|length|duration|{_VISIT}s?)\s*[:–-]{_ABOUT}")
_NOT_WHOLE = re.compile(
    r"[\s-]*(?:away|later|before|after|from|ago|until|of|to\s+(?!complete|carry|do)\w+|at home|per (?:day|week)|an? (?:day|week)|each day"
    r"|every)\b"
)
_ALL_IT_TAKES = re.compile(
    rf"\s*is (?:all|what|how long)\s+(?:it|an?|each|every|the|your)?\s*(?:whole\s+)?{_VISIT}?\s*(?:takes|needs|lasts)\b"
)
_HINDI_BEFORE = compile_words(
    rf"(?:^|[,;])\s*(?:(?:हर|एक|प्रत्येक|पूरा|पूरी|पूरे|इस|यह)\s+)*{_VISIT_HINDI}(?:\s+(?:में|को|के लिए))?{_ABOUT_HINDI}"
)
_HINDI_AFTER = compile_words(r"\s*(?:तक\s+)?(?:का|की|के|लग\S*|चल\S*|ले\S*)(?=\s)")


def read_minutes(sentence: str) -> Fact | None:
    """Only where the sentence is about the whole visit: a cream that stays on for 30 minutes is none."""
    text = _plain(sentence)
    if not _may_state(text):
        return None
    found = [amount for amount in find_amounts(text) if amount.unit in MINUTES and _is_of_visit(text, amount)]
    spans = [span for amount in found if (span := amount.count(MINUTES)) and span[1] <= 480]
    span = _single(spans) if len(spans) == len(found) else None
    return _range("minutes", span, sentence, _phrase(text, found)) if span and span[0] else None


def _is_of_visit(text: str, amount: Amount) -> bool:
    before, after = text[: amount.start], text[amount.end :]
    if not _is_sure(text, amount.start, amount.end):
        return False
    if re.match(rf"[\s-]*(?:treatment\s+|laser\s+)?{_VISIT}\b", after) and "-" in text[amount.start : amount.end]:
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


def _phrase(text: str, amounts: list[Amount]) -> str:
    return text[amounts[0].start : amounts[0].end] if amounts else ""


# -- downtime

_WORK = r"(?:work|normal|usual|everyday|daily|desks?|routine|office|ordinary)"
_NO_DOWNTIME = compile_words(
    r"\b(?:no|zero|without(?: any)?)[\s-]downtime\b(?!\s+(?:is|are|was|can|could|will)\s+(?!needed|required|expected|necessary|involved))|\bno time off(?: work)? (?:is |are )?(?:needed|required|necessary)\b"
    rf"|{STARTS}कोई\s+डाउनटाइम\s+नहीं|छुट्टी(?:\s+लेने)?\s+की\s+(?:कोई\s+)?(?:ज़रूरत|जरूरत|आवश्यकता)\s+नहीं"
)
_ALMOST = re.compile(
    r"\b(?:little (?:to|or)|almost|virtually|nearly|practically|minimal to|close to|next to|hardly|with)\s+$"
)
_ONES_OWN = re.compile(r"\b(?:i|my|me)\b")
_SAME_DAY = compile_words(
    rf"\b(?:back|returns?|returning|resumes?)\b(?: to| at)?\s+[\w ]{{0,20}}?\b{_WORK}\b[\w ]{{0,25}}?\b(?:the )?same day\b"
    rf"|{STARTS}उसी\s+दिन\s+(?:से\s+)?(?:काम|दफ़्तर|ऑफ़िस)\s+(?:पर\s+)?(?:जा|लौट)\s+सक"
)
_DOWNTIME_BEFORE = compile_words(
    rf"(?:\bdowntime(?:\s+\([^)]*\))?\s*(?::|is|of|lasts|takes|averages)?|\brecovery(?: time)?\s*(?::|is|lasts|takes)"
    rf"|\b(?:at home|off work) for|\b(?:back|return(?:s|ing)?) (?:to|at) {_WORK}[\w\s]{{0,15}}? (?:after|in)){_ABOUT}"
    rf"|(?:डाउनटाइम|(?:ठीक|सामान्य)\s+होने\s+में){_ABOUT_HINDI}"
)
_DOWNTIME_AFTER = compile_words(
    r"\s*(?:off(?:\s+(?:work|is|are|from work)\b|\s*[.,]|$)|(?:of )?downtime\b|का\s+डाउनटाइम|की\s+छुट्टी)"
)


def read_downtime(sentence: str) -> Fact | None:
    """Days until usual life goes on; the longer where there are two."""
    text = _plain(sentence)
    zero = _find_no_downtime(text)
    if not _may_state(text) or re.search(r"\bsurg\w+|\bmay be able\b", text):
        return None
    if zero:
        return Fact("downtime_days", {"downtime_days": 0}, sentence, zero)
    found = [amount for amount in find_amounts(text) if amount.unit in DAYS and _is_downtime(text, amount)]
    spans = [span for amount in found if (span := amount.count(DAYS)) and span[1] <= 90]
    span = _single(spans) if len(spans) == len(found) else None
    return Fact("downtime_days", {"downtime_days": span[1]}, sentence, _phrase(text, found)) if span else None


def _find_no_downtime(text: str) -> str:
    if is_limited(text):
        return ""
    if (
        (match := _NO_DOWNTIME.search(text))
        and not _ALMOST.search(text[: match.start()])
        and not _ONES_OWN.search(text)
    ):
        return match[0] if _affirms(text, *match.span()) else ""
    match = _SAME_DAY.search(text)
    return match[0] if match and _affirms(text, *match.span()) else ""


def _is_downtime(text: str, amount: Amount) -> bool:
    about = _DOWNTIME_BEFORE.search(text[: amount.start]) or _DOWNTIME_AFTER.match(text[amount.end :])
    return bool(about) and _is_sure(text, amount.start, amount.end)


# -- anaesthesia

_NUMBING = compile_words(
    r"\bnumbing (?:cream|gel)\b|\bnumb(?:s|ed)?\b[^.;,]{0,40}\b(?:cream|gel)\b|\b(?:local |topical )?an(?:a)?esthetic (?:cream|gel)\b"
    r"|\btopical an(?:a)?esthe(?:tic|sia)\b|सुन्न\s+करने\s+(?:वाली|की)\s+(?:क्रीम|जेल)|(?:क्रीम|जेल)\s+(?:से|लगाकर)\s+(?:\S+\s+)?सुन्न"
)
_INJECTED = compile_words(r"\blocal an(?:a)?esthe(?:tic|sia)\b|लोकल\s+एनेस्थीसिया|सुन्न\s+करने\s+(?:वाला|का)\s+इंजेक्शन")
_NONE_NEEDED = compile_words(
    r"\bno an(?:a)?esthe(?:tic|sia)(?:\s+(?:is|will be)\s+(?:\w+\s+)?(?:needed|required|necessary|used|given))?\s*(?=[.,;!]|$|and\b)"
    r"|(?:^|[.;,]\s*)an(?:a)?esthe(?:tic|sia) is(?: not|n't) (?:needed|required|necessary|used)\b"
    r"|(?:एनेस्थीसिया|सुन्न\s+करने)\s+की\s+(?:कोई\s+)?(?:ज़रूरत|जरूरत|आवश्यकता)\s+नहीं"
)
_CHOSEN = compile_words(
    r"\b(?:ask|asks|request\w*|wish|prefer\w*|choose|chosen|available|option|offer\w*|allerg\w*|sensitive|tell us|bring|own"
    r"|extra|until|want|like)\b|चाह"
)


def read_anaesthesia(sentence: str) -> Fact | None:
    text = _plain(sentence)
    if is_question(text) or _NOT_STATED.search(text) or _COMPARES.search(text):
        return None
    found = [kind for kind, pattern in _ANAESTHESIA if (match := pattern.search(text)) and _is_given(text, kind, match)]
    if "topical" in found and "local" in found and re.search(r"local an(?:a)?esthetic (?:cream|gel)", text):
        found.remove("local")
    return Fact("anaesthesia", {"anaesthesia": found[0]}, sentence) if len(found) == 1 else None


_ANAESTHESIA = (("none", _NONE_NEEDED), ("topical", _NUMBING), ("local", _INJECTED))


def _is_given(text: str, kind: str, match: re.Match[str]) -> bool:
    if kind == "none":
        return _affirms(text, *match.span()) and not _HEDGED.search(text) and not is_limited(text)
    return _is_sure(text, *match.span()) and not is_limited(text) and not _CHOSEN.search(text)


# -- sessions

_MAINTENANCE = compile_words(r"maintenance|top-?\s?ups?|upkeep|boosters?|refreshers?|मेंटेनेंस|रखरखाव|टॉप-अप|बनाए रखने")
_COUNTED = compile_words(
    rf"[\s-]*(?:or so\s+)?(?:(?:treatment|laser|prp|monthly|weekly)\s+)?(?:{_VISIT}s?|peels?)\b(?!\s+(?:an?|per|later|each|of)\b|:)"
    rf"|\s*(?:सत्र(?:ों)?|सेशन|बैठक(?:ें|ों)?|सिटिंग){ENDS}(?!\s+(?:के|में|का|से)\s)"
)
_NOT_COUNTED = re.compile(
    r"\b(?:after|every|each|within|from|by|until|till|before|first|another|extra|further|additional|more|next|last|of the|the"
    r"|these|those|all|per|over|across|for|in|between|than|(?:first|second|third|fourth|fifth|last|one|two|three|\d|half|each|any) of"
    r"|there (?:is|are)|(?:we|i|nurses?|doctors?|clinics?|clinicians?|therapists?) (?:\w+ )?(?:needs?|has|have|takes?))"
    r"\s+(?:the\s+|about\s+|around\s+)?$"
)
_PLANNED_BEFORE = re.compile(
    r"\b(?:series|course|programme|plan|total) of"
    + _ABOUT
    + r"|\b(?:needs?|requires?|recommends?|suggests?|advises?|have|has"
    r"|takes?|is|are|plan|involves?|consists? of|be|undergo)(?: you)?(?: have)?"
    + _ABOUT
    + rf"|^\W*(?:(?:number of )?{_VISIT}s?|sessions needed|course)\s*[:–-]{_ABOUT}"
)
_NEEDED = (
    r"(?:needed|required|recommended|advised|suggested|usual|typical|normal|enough|sufficient|planned|common|standard|given|done"
    r"|the norm|necessary|usually|typically|normally)"
)
_PLANNED_AFTER = re.compile(rf"[^.;:]{{0,40}}?\b(?:is|are)\s+(?:\w+\s+)?{_NEEDED}\b|\s+(?:course|programme|plan)\b")
_PLANNED_HINDI = compile_words(
    r"(?:\s*की)?(?:\s+\S+){0,2}?\s+(?:चाहिए|लगते|लगता|लगेंगे|किए\s+जाते|होते|ज़रूर\S*|जरूर\S*|आवश्यक\S*|पर्याप्त|काफ़ी|काफी|सलाह)"
)
_LABEL_SESSIONS = re.compile(rf"^\W*(?:number of )?{_VISIT}s?(?: needed| required| recommended)?\s*:{_ABOUT}")
_SEEN_BY_THEN = re.compile(r"[\w\s]{0,20}\b(?:before|until|to (?:see|notice))\b")


def read_sessions(sentence: str) -> Fact | None:
    text = _plain(sentence)
    if not _may_state(text):
        return None
    found = []
    for amount in find_amounts(text):
        noun = _COUNTED.match(text, amount.end)
        if not amount.unit and noun and _is_course(text, amount, noun.end()):
            found.append((amount, noun.end()))
        elif not amount.unit and _LABEL_SESSIONS.search(text[: amount.start]) and not text[amount.end :].strip(" ."):
            found.append((amount, amount.end))
    spans = [span for amount, _end in found if (span := amount.count({"": 1})) and 0 < span[1] <= 50]  # type: ignore[dict-item]
    span = _single(spans) if len(spans) == len(found) else None
    return _range("sessions", span, sentence, text[found[0][0].start : found[0][1]]) if span else None


def _is_course(text: str, amount: Amount, end: int) -> bool:
    before, after = text[: amount.start], text[end:]
    if _NOT_COUNTED.search(before) or not _is_sure(text, amount.start, end):
        return False
    segment = _segment(text, amount.start, end)
    if _MAINTENANCE.search(segment) or re.search(r"\b(?:who|which|that)\b", segment) or _SEEN_BY_THEN.match(after):
        return False
    if _PLANNED_BEFORE.search(before) or _PLANNED_AFTER.match(after) or _PLANNED_HINDI.match(after):
        return True
    # “Three sessions, four weeks apart”: a note, not a sentence.
    return not before.strip() and after.startswith(",") and " apart" in after


# -- weeks between sessions, and upkeep

_REPEATED = compile_words(
    rf"\b{_VISIT}s?\b|\b(?:series|course|apart|peels?|injections?|repeat(?:ed|s)?)\b|{STARTS}(?:सत्र|सेशन|बैठक|इंजेक्शन|session)"
)
_NOT_REPEATED = re.compile(
    r"\b(?:check\w*|reviews?|photograph\w*|follow-?ups?|at home|wash\w*|appl(?:y|ies)|surgery|toxin|fillers?|between the two"
    r"|newsletter|pay\w*|shampoo\w*|tablets?|doses?|cream|stop\w*|before each)\b"
)
_BETWEEN_VISITS = re.compile(
    rf"^[\s-]*(?:\w+\s+){{0,3}}between\s+(?:each\s+)?(?:the\s+)?(?:{_VISIT}s?|peels?|each|them|one)\b(?! and)"
)


def read_weeks_between(sentence: str) -> Fact | None:
    text = _plain(sentence)
    if not _may_state(text) or not _REPEATED.search(text) or _NOT_REPEATED.search(text):
        return None
    found = [gap for gap in find_gaps(text) if _is_between_visits(text, gap)]
    spans = [span for gap in found if (span := gap.count(WEEKS)) and 0 < span[0] <= span[1] <= 12]
    # Every three months may be a check-up or upkeep: only gaps within a course are meant.
    span = _single(spans) if len(spans) == len(found) else None
    return _range("weeks_between", span, sentence, _phrase(text, found)) if span else None


def _is_between_visits(text: str, gap: Amount) -> bool:
    if _MAINTENANCE.search(_segment(text, gap.start, gap.end)) or not _is_sure(text, gap.start, gap.end):
        return False
    after = text[gap.end :]
    return bool(_BETWEEN_VISITS.search(after)) if re.match(r"[\w\s-]{0,25}\bbetween\b", after) else True


def read_maintenance(sentence: str) -> Fact | None:
    text = _plain(sentence)
    if not _may_state(text):
        return None
    gaps = [gap for gap in find_gaps(text) if _is_upkeep(text, gap)]
    spans = [span for gap in gaps if (span := gap.count(MONTHS)) and 0 < span[0] == span[1] <= 60]
    span = _single(spans) if len(spans) == len(gaps) else None
    return Fact("maintenance_months", {"maintenance_months": span[0]}, sentence, _phrase(text, gaps)) if span else None


def _is_upkeep(text: str, gap: Amount) -> bool:
    first = max((border.end() for border in re.finditer(r"[,;]|\bthen\b", text[: gap.start])), default=0)
    segment = text[first:].split(",")[0]
    return bool(_MAINTENANCE.search(segment)) and _is_sure(text, gap.start, gap.end)


# -- results

_SEEN = compile_words(
    r"\b(?:notic\w+|see|sees|seen|visible|improv\w+|appears?|shows?|chang\w+|differences?|results?|benefits?|looks? (?:\w+er|better))\b"
    r"|असर|फ़र्क|फर्क|नतीज|बदलाव|सुधार|परिणाम"
)
_ASSESSED = re.compile(r"\b(?:assess\w*|review\w*|photograph\w*|check\w*|decid\w*|discuss\w*|seen by)\b")
_NTH = "|".join(sorted(map(re.escape, ORDINALS), key=len, reverse=True))
_AFTER_NTH = compile_words(
    rf"\b(?:after|from|following)\s+(?:the\s+|your\s+|their\s+)?(?P<nth>{_NTH})\s+(?:{_VISIT}|peel)\b"
    rf"|{STARTS}(?P<hindi>{_NTH})\s+{_VISIT_HINDI}\s+(?:के\s+बाद|से)"
)
_NOT_UNTIL = re.compile(
    rf"\b(?:unlikely|not|n't|nothing|little)\b[^.;,]{{0,60}}?\b(?:until|before)\s+(?:after\s+)?(?:the\s+|your\s+)?(?P<nth>{_NTH})\s+(?:{_VISIT}|peel)\b"
)
_AFTER_COUNT = re.compile(r"\bafter(?:\s+(?:about|around|roughly))?\s*$")


def read_results(sentence: str) -> Fact | None:
    """After which session most people see a change."""
    text = _plain(sentence)
    if is_question(text) or _NOT_STATED.search(text) or _COMPARES.search(text) or mentions_effect(text):
        return None
    count, phrase = _find_seen(text)
    return Fact("results_after_sessions", {"results_after_sessions": count}, sentence, phrase) if count else None


def _find_seen(text: str) -> tuple[int, str]:
    if (match := _NOT_UNTIL.search(text)) and _says_seen(text, *match.span()):
        return ORDINALS[match["nth"]], match[0]
    if match := _AFTER_NTH.search(text):
        sure = _says_seen(text, *match.span()) and _is_sure(text, *match.span()) and not is_limited(text)
        return (ORDINALS[match["nth"] or match["hindi"]], match[0]) if sure else (0, "")
    for amount in find_amounts(text):
        counted = not amount.unit and _COUNTED.match(text, amount.end) and _AFTER_COUNT.search(text[: amount.start])
        span = amount.count({"": 1})  # type: ignore[dict-item]
        if counted and span and span[0] == span[1] and _says_seen(text, amount.start, amount.end):
            sure = _is_sure(text, amount.start, amount.end) and not is_limited(text)
            return (span[0], text[amount.start : amount.end]) if sure else (0, "")
    return 0, ""


def _says_seen(text: str, start: int, end: int) -> bool:
    first, last = find_clause(text, start, end)
    return bool(_SEEN.search(text, first, last)) and not _ASSESSED.search(text, first, last)


# -- severity

_FOR_WHOM = re.compile(
    r"\bsuit(?:s|able|ed)?\b|\bcandidates?\b|\b(?:ideal|designed|meant|recommended) for\b|\b(?:people|adults|individuals) with\b"
)
#: Of the concern, not of what the treatment does: “mild stinging”.
_SEVERITY = re.compile(
    r"\b(?:mild|moderate|advanced)\b(?!\s+(?:\w+\s+)?(?:side|redness|swelling|pain|discomfort|bruis|sting|itch|reaction|irritat|bleed|burn"
    r"|flak|peel|sedat|an(?:a)?esth))"
)


def read_severity(sentence: str) -> Fact | None:
    text = _plain(sentence)
    whom = _FOR_WHOM.search(text)
    if not whom or not _may_state(text) or _HEDGED.search(text) or not _affirms(text, *whom.span()):
        return None
    _first, last = find_clause(text, *whom.span())
    columns: dict[str, int | str | bool] = {}
    for match in _SEVERITY.finditer(text, whom.end(), last):
        if _affirms(text, *match.span()):
            columns[f"suits_{match[0]}"] = True
    return Fact("suits_severity", columns, sentence) if columns else None


READERS: dict[SectionKey, tuple[Callable[[str], Fact | None], ...]] = {
    SectionKey.PROCESS: (read_minutes, read_downtime, read_anaesthesia),
    SectionKey.SESSIONS: (read_sessions, read_weeks_between, read_results, read_maintenance),
    SectionKey.SAFETY: (read_severity,),
}


def agree(facts: list[Fact]) -> tuple[list[Fact], list[Fact]]:
    """Facts that are stated once or alike, and those that the document states in two ways."""
    by_name: dict[str, list[Fact]] = {}
    for fact in facts:
        by_name.setdefault(fact.name, []).append(fact)
    clear = [found[0] for found in by_name.values() if all(fact.columns == found[0].columns for fact in found)]
    return clear, [fact for fact in facts if fact.name not in {one.name for one in clear}]
