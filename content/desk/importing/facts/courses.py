"""Facts of a course: how many sessions, how far apart, when results show, and how often maintenance is needed."""

import re

from content.desk.importing.facts.amounts import COUNT, MONTHS, WEEKS, Amount, find_amounts
from content.desk.importing.facts.fact import Fact, build_range, read_single
from content.desk.importing.facts.gaps import find_gaps
from content.desk.importing.facts.number_words import ORDINALS
from content.desk.importing.facts.sentences import (
    ABOUT,
    COMPARES,
    NOT_STATED,
    VISIT,
    VISIT_HINDI,
    find_other_numbers,
    find_segment,
    has_other_case,
    is_sure,
    may_state,
    plain_words,
    read_phrase,
)
from content.model.polarity.sentences import find_clause, is_limited, is_question
from content.model.polarity.spelling import ENDS, STARTS, compile_words
from content.model.side_effects import mentions_side_effect

# -- sessions

_MAINTENANCE = compile_words(r"maintenance|top-?\s?ups?|upkeep|boosters?|refreshers?|मेंटेनेंस|रखरखाव|टॉप-अप|बनाए रखने")
#: Words for maintenance, after the course. It tells nothing about the gaps within the course.
_AFTER_COURSE = re.compile(
    r"(?i)\b(?:thereafter|afterwards)\b"
    r"|\b(?:once|when|after)\b[^.;]{0,40}\b(?:course|series|programme|plan)\b(?:[^.;,]{0,20}\b(?:over|end\w*|finish\w*|complete\w*|done))?"
)
_COUNTED = compile_words(
    rf"[\s-]*(?:or so\s+)?(?:(?:treatment|laser|prp|monthly|weekly)\s+)?(?:{VISIT}s?|peels?)\b(?!\s+(?:an?|per"
    rf"|later|each|of)\b|:)"
    rf"|\s*(?:सत्र(?:ों)?|सेशन|बैठक(?:ें|ों)?|सिटिंग){ENDS}(?!\s+(?:के|में|का|से)\s)"
)
_NOT_COUNTED = re.compile(
    r"\b(?:after|every|each|within|from|by|until|till|before|first|another|extra|further|additional|more|next"
    r"|last|of the|the"
    r"|these|those|all|per|over|across|for|in|between|than|(?:first|second|third|fourth|fifth|last|one|two"
    r"|three|\d|half|each|any) of"
    r"|there (?:is|are)|(?:we|i|nurses?|doctors?|clinics?|clinicians?|therapists?) (?:\w+ )?(?:needs?|has|have|takes?))"
    r"\s+(?:the\s+|about\s+|around\s+)?$"
)
_PLANNED_BEFORE = re.compile(
    r"\b(?:series|course|programme|plan|total) of"
    + ABOUT
    + r"|\b(?:needs?|requires?|recommends?|suggests?|advises?|have|has"
    r"|takes?|is|are|plan|involves?|consists? of|be|undergo)(?: you)?(?: have)?"
    + ABOUT
    + rf"|^\W*(?:(?:number of )?{VISIT}s?|sessions needed|course)\s*[:–-]{ABOUT}"
)
_NEEDED = (
    r"(?:needed|required|recommended|advised|suggested|usual|typical|normal|enough|sufficient|planned|common|standard|given|done"
    r"|the norm|necessary|usually|typically|normally)"
)
_PLANNED_AFTER = re.compile(rf"[^.;:]{{0,40}}?\b(?:is|are)\s+(?:\w+\s+)?{_NEEDED}\b|\s+(?:course|programme|plan)\b")
_PLANNED_HINDI = compile_words(
    r"(?:\s*की)?(?:\s+\S+){0,2}?\s+(?:चाहिए|लगते|लगता|लगेंगे|किए\s+जाते|होते|ज़रूर\S*|जरूर\S*|आवश्यक\S*|पर्याप्त|काफ़ी|काफी|सलाह)"
)
_LABEL_SESSIONS = re.compile(rf"^\W*(?:number of )?{VISIT}s?(?: needed| required| recommended)?\s*:{ABOUT}")
_DURING_COURSE = re.compile(
    r"\b(?:after|during|before|following|throughout|within|in|end of)\s+(?:the|an?|your|this"
    r"|each)\s+(?:\w+\s+){0,2}(?:series|course|programme|plan) of\s+$"
)
_SEVERAL_COURSES = re.compile(r"\b(?:courses|rounds|blocks|cycles|sets) of\s+$")
#: “Half an hour under the mask is one session.”
_IS_WHAT = re.compile(r"\b(?:minutes?|hours?)\b.*\b(?:is|are)\s+$")
_SEEN_BY_THEN = re.compile(r"[\w\s]{0,20}\b(?:before|until|to (?:see|notice))\b")


#: No single number: “Two are enough for most; nobody needs more than three”.
_HAS_MORE = re.compile(r"\b(?:most|many|majority|some|few|others?|nobody|everyone)\b.*\b(?:more|fewer|less) than\b")


def read_sessions(sentence: str) -> Fact | None:
    text = plain_words(sentence)
    if not may_state(text):
        return None
    found = []
    for amount in find_amounts(text):
        noun = _COUNTED.match(text, amount.end)
        if not amount.unit and noun and _is_course(text, amount, noun.end()):
            found.append((amount, noun.end()))
        elif not amount.unit and _LABEL_SESSIONS.search(text[: amount.start]) and not text[amount.end :].strip(" ."):
            found.append((amount, amount.end))
    if find_other_numbers(text, [amount for amount, _end in found]) or _HAS_MORE.search(text):
        return None
    spans = [span for amount, _end in found if (span := amount.count(COUNT)) and 0 < span[1] <= 50]
    span = read_single(spans) if len(spans) == len(found) else None
    return build_range("sessions", span, sentence, text[found[0][0].start : found[0][1]]) if span else None


def _is_course(text: str, amount: Amount, end: int) -> bool:
    before, after = text[: amount.start], text[end:]
    if _NOT_COUNTED.search(before) or _IS_WHAT.search(before) or not is_sure(text, amount.start, end):
        return False
    if _DURING_COURSE.search(before) or _SEVERAL_COURSES.search(before):
        return False
    segment = find_segment(text, amount.start, end)
    if _MAINTENANCE.search(segment) or re.search(r"\b(?:who|which|that)\b", segment) or _SEEN_BY_THEN.match(after):
        return False
    if _PLANNED_BEFORE.search(before) or _PLANNED_AFTER.match(after) or _PLANNED_HINDI.match(after):
        return True
    # “Three sessions, four weeks apart”: a note, not a sentence.
    return not before.strip() and after.startswith(",") and " apart" in after


# -- weeks between sessions, and maintenance

_REPEATED = compile_words(
    rf"\b{VISIT}s?\b|\b(?:series|course|apart|peels?|injections?|repeat(?:ed|s)?)\b|{STARTS}(?:सत्र|सेशन|बैठक|इंजेक्शन|session)"
)
_NOT_REPEATED = re.compile(
    r"\b(?:check\w*|reviews?|photograph\w*|follow-?ups?|at home|wash\w*|appl(?:y|ies)|surgery|toxin|fillers?"
    r"|between the two"
    r"|newsletter|pay\w*|shampoo\w*|tablets?|doses?|cream|stop\w*|before each)\b"
)
_BETWEEN_VISITS = re.compile(
    rf"^[\s-]*(?:\w+\s+){{0,3}}between\s+(?:each\s+)?(?:the\s+)?(?:{VISIT}s?|peels?|each|them|one)\b(?! and)"
)
#: “12 weeks after a steroid injection”.
_OF_SOMETHING_ELSE = re.compile(r"^\s*(?:after|before|since|following)\s+(?:an?|any|other|having|your)\b")


def read_weeks_between(sentence: str) -> Fact | None:
    text = plain_words(sentence)
    if not may_state(text) or not _REPEATED.search(text) or _NOT_REPEATED.search(text) or _AFTER_COURSE.search(text):
        return None
    gaps = [gap for gap in find_gaps(text) if not _MAINTENANCE.search(find_segment(text, gap.start, gap.end))]
    found = [gap for gap in gaps if _is_between_visits(text, gap)]
    if len(found) < len(gaps) or has_other_case(text, []):
        return None  # “two weeks apart at first, then monthly”
    spans = [span for gap in found if (span := gap.count(WEEKS)) and 0 < span[0] <= span[1] <= 12]
    # A gap of more than 12 weeks may be a check-up or maintenance, not a gap within the course.
    span = read_single(spans) if len(spans) == len(found) else None
    return build_range("weeks_between", span, sentence, read_phrase(text, found)) if span else None


def _is_between_visits(text: str, gap: Amount) -> bool:
    if not is_sure(text, gap.start, gap.end):
        return False
    after = text[gap.end :]
    if _OF_SOMETHING_ELSE.match(after):
        return False
    if re.search(r"\b(?:first|last|initial|final)\b", find_segment(text, gap.start, gap.end)):
        return False
    return bool(_BETWEEN_VISITS.search(after)) if re.match(r"[\w\s-]{0,25}\bbetween\b", after) else True


def read_maintenance(sentence: str) -> Fact | None:
    text = plain_words(sentence)
    if not may_state(text):
        return None
    gaps = [gap for gap in find_gaps(text) if _is_upkeep(text, gap)]
    if has_other_case(text, []):
        return None
    spans = [span for gap in gaps if (span := gap.count(MONTHS)) and 0 < span[0] == span[1] <= 60]
    span = read_single(spans) if len(spans) == len(gaps) else None
    return (
        Fact("maintenance_months", {"maintenance_months": span[0]}, sentence, read_phrase(text, gaps)) if span else None
    )


#: What is maintained or trained is the clinic's: “The laser has its upkeep …”, “The nurses go on a refresher course …”.
_OF_CLINIC = re.compile(
    r"\b(?:machines?|devices?|equipment|lasers|lamps?|nurses?|doctors?|staff|team|clinicians?|therapists?|technicians?)\b"
)


def _is_upkeep(text: str, gap: Amount) -> bool:
    first = max((border.end() for border in re.finditer(r"[,;]|\bthen\b", text[: gap.start])), default=0)
    segment = text[first:].split(",")[0]
    if _OF_CLINIC.search(segment):
        return False
    return bool(_MAINTENANCE.search(segment)) and is_sure(text, gap.start, gap.end)


# -- results

_SEEN = compile_words(
    r"\b(?:improve\w*|chang(?:e|es)|differences?|results?|benefits?|effects?|visible|noticeabl[ey]"
    r"|notice anything|looks? (?:\w+er|better)"
    r"|(?:bright|full|thick|smooth|soft|clear|firm)er)\b|असर|फ़र्क|नतीज|बदलाव|सुधार|परिणाम"
)
#: Not the first result: “the best result”, “improvement stops after …”.
_NOT_FIRST = re.compile(
    r"\b(?:stops?|slows?|ends?|fad(?:e|es|ing)|wears?|peaks?|greatest|best|most of|further|full|final|complete"
    r"|optimal|maximum)\b"
)
_ASSESSED = re.compile(r"\b(?:assess\w*|review\w*|photograph\w*|check\w*|decid\w*|discuss\w*|seen by)\b")
_NTH = "|".join(sorted(map(re.escape, ORDINALS), key=len, reverse=True))
_AFTER_NTH = compile_words(
    rf"\b(?:after|from|following)\s+(?:the\s+|your\s+|their\s+)?(?P<nth>{_NTH})\s+(?:{VISIT}|peel)\b"
    rf"|{STARTS}(?P<hindi>{_NTH})\s+{VISIT_HINDI}\s+(?:के\s+बाद|से)"
)
_NOT_UNTIL = re.compile(
    rf"\b(?:unlikely|not|n't|nothing|little)\b[^.;,]{{0,60}}?\b(?:until|before)\s+(?:after\s+)?(?:the\s+|your\s+)?(?P<nth>{_NTH})\s+(?:{VISIT}|peel)\b"
)
_AFTER_COUNT = re.compile(r"\bafter(?:\s+(?:about|around|roughly))?\s*$")


def read_results(sentence: str) -> Fact | None:
    """After which session most people see a change."""
    text = plain_words(sentence)
    if is_question(text) or NOT_STATED.search(text) or COMPARES.search(text) or mentions_side_effect(text):
        return None
    count, phrase = _find_seen(text)
    return Fact("results_after_sessions", {"results_after_sessions": count}, sentence, phrase) if count else None


def _find_seen(text: str) -> tuple[int, str]:
    if (match := _NOT_UNTIL.search(text)) and _says_seen(text, *match.span()):
        return ORDINALS[match["nth"]], match[0]
    if match := _AFTER_NTH.search(text):
        sure = _says_seen(text, *match.span()) and is_sure(text, *match.span()) and not is_limited(text)
        return (ORDINALS[match["nth"] or match["hindi"]], match[0]) if sure else (0, "")
    for amount in find_amounts(text):
        counted = not amount.unit and _COUNTED.match(text, amount.end) and _AFTER_COUNT.search(text[: amount.start])
        span = amount.count(COUNT)
        if counted and span and span[0] == span[1] and _says_seen(text, amount.start, amount.end):
            sure = is_sure(text, amount.start, amount.end) and not is_limited(text)
            return (span[0], text[amount.start : amount.end]) if sure else (0, "")
    return 0, ""


def _says_seen(text: str, start: int, end: int) -> bool:
    first, last = find_clause(text, start, end)
    seen, other = _SEEN.search(text, first, last), _NOT_FIRST.search(text, first, last)
    return bool(seen) and not other and not _ASSESSED.search(text, first, last)
