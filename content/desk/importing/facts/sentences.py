"""Decides whether a sentence states a fact: it must affirm it outright, about the treatment itself.

Questions, denials, offers, prices and comparisons state none, nor do sentences about some people or a study.
"""

import re
import unicodedata

from content.desk.importing.facts.amounts import Amount, find_amounts
from content.model.polarity.judging import Polarity, judge
from content.model.polarity.sentences import find_clause, is_limited, is_question
from content.model.polarity.spelling import ENDS, STARTS, compile_words, fold_in_place

#: A longer text is not a single sentence, and would be slow to search.
MAX_SENTENCE = 1_000


def split_sentences(text: str) -> list[str]:
    parts = re.split(r"(?<=[.!?])\s+(?=[A-Z“\"(\u0900-\u097f])|(?<=[।॥])\s*", text)
    return [sentence.strip() for sentence in parts if sentence.strip()]


VISIT = r"(?:session|visit|appointment|procedure|treatment|sitting)"
VISIT_HINDI = r"(?:सत्र|सेशन|बैठक|सिटिंग|उपचार|ट्रीटमेंट|प्रक्रिया|sessions?)"
NOT_STATED = compile_words(
    r"\b(?:if|whether|in case|should you|supposing|perhaps|maybe|possibly|optional(?:ly)?|some|others|few"
    r"|sometimes|occasionally"
    r"|says?|said|told|speaks? of|talks? of|forums?|according to|reportedly|reports?|disregard|was wrong|misprint"
    r"|whereas|(?:in|by) (?:contrast|comparison)"
    r"|stud(?:y|ies)|trials?|research(?:ers)?|participants|volunteers|published|prices?|priced|costs?|fees?|packages?|discounts?|free"
    r"|buy|pay(?:s|ing|ment|ments)?|deposit|instal?ments?|sav(?:e|ings)|offers?|think|thinks|thought|believes?|assumes?|hopes?"
    r"|hoping|adverts?|promises?|claims?|heard|rumou?rs?|supposed|compared|unlike|as long as|instead of|rather than"
    r"|other (?!weeks?\b|months?\b|days?\b)\w+|used to|was|were|had|too (?:often|many|much|close|far|long|soon|few)"
    r"|unwise|harm\w*|waste|mistake|danger\w*|one of (?:our|my|the)|(?:one|a) (?:client|patient|woman|man"
    r"|friend|colleague))\b|[£$€₹]|\bbut not\b"
    rf"|{STARTS}(?:अगर|यदि|शायद|चाहें|चाहे|कुछ|कभी-कभी|अध्ययन|शोध|पैकेज|छूट|क़ीमत|कीमत|दाम|रुपए|रुपये|मुफ़्त|तुलना|मुकाबले|जगह|बजाय|बदले|तो){ENDS}"
)
_MORE = r"(?:less|more|longer|shorter|fewer|sooner|earlier|later)"
#: Comparisons with something other than a number. “Less than 3” is a limit instead.
COMPARES = re.compile(
    rf"(?<!more )(?<!less )(?<!fewer )(?<!sooner )(?<!earlier )(?<!longer )(?<!later )(?<!shorter )\bthan\b"
    rf"|\bthan (?:the|with|in|for)\b"
    rf"|\b(?:minute|hour|day|week|month|session|visit|treatment)s?\s+{_MORE}\b"
)
#: Limits that stand anywhere in a sentence: “two at the very most”, “an hour, tops”, “three, and not one more”.
_LIMITS = compile_words(
    r"\bat (?:the |an? )?(?:\w+ )?"
    r"(?:most|least|latest|earliest|soonest|outside|maximum|minimum|longest|shortest)\b|\btops\b"
    r"|\b(?:no|not|never|nor|nobody|none|rarely|seldom|hardly|can't|cannot) (?:\w+ ){0,4}?"
    r"(?:more|longer|less|fewer|further|later|sooner|earlier|beyond|above|exceed\w*|under|below)\b"
    r"|\b(?:maximum|max|minimum|min\.|ceiling|cap|capped|cut-off|limit|limits|upper end|lower end|exceed\w*|upwards?"
    r"|(?:is|are|be) the (?:very )?(?:most|least|longest|shortest)"
    r"(?= (?:any\w*|you|we|that|it|one|a|they|i|people|patients|most)\b|\s*[.,;]|\s*$)"
    r"|beyond|and counting|if that|if not|short of|shy of|well over|well under|and up|and above|and below|and more"
    r"|or even)\b"
    rf"|{STARTS}(?:अधिकतम|न्यूनतम|सीमा|(?:ज़्यादा|अधिक|कम) से (?:ज़्यादा|अधिक|कम)"
    rf"|से (?:ज़्यादा|अधिक|कम|ऊपर|नीचे)){ENDS}"
)
HEDGED = compile_words(rf"\b(?:may|might|can|could|would)\b|{STARTS}(?:सकता|सकती|सकते){ENDS}")
_STATES_NO_NUMBER = (NOT_STATED, COMPARES, _LIMITS)
_CONTRAST = re.compile(r",\s*(?:and\s+)?(?:not|never|rather than|instead of|unlike|as opposed to)\b")
ABOUT = (
    r"(?:\s*\b(?:about|around|roughly|approximately|approx\.?|some|only|just|anything|from|for|in|between|usually|typically"
    r"|normally|generally|on average|a total of|at)\b)*\s*$"
)
ABOUT_HINDI = r"(?:\s*(?:लगभग|क़रीब|करीब|तक़रीबन|आमतौर पर|आम तौर पर|कुल|about))*\s*$"


def plain_words(sentence: str) -> str:
    """The sentence, folded in place, with a contrast at its end removed: “ten days, not the three that …”."""
    text = fold_in_place(unicodedata.normalize("NFC", sentence))
    contrast = _CONTRAST.search(text)
    return text[: contrast.start()] if contrast and contrast.start() > 10 else text


def may_state(text: str) -> bool:
    return not (is_question(text) or is_limited(text) or any(words.search(text) for words in _STATES_NO_NUMBER))


def affirms(text: str, start: int, end: int) -> bool:
    return judge(text, start, end) is Polarity.AFFIRMED


def is_sure(text: str, start: int, end: int) -> bool:
    """Whether the clause affirms a phrase outright: neither denied nor only possible."""
    first, last = find_clause(text, start, end)
    return affirms(text, start, end) and not HEDGED.search(text, first, last)


def find_segment(text: str, start: int, end: int) -> str:
    """The words around a phrase, from the comma before it to the comma after it."""
    first = max((border.end() for border in re.finditer(r"[,;()]|\bthen\b", text[:start])), default=0)
    border = re.search(r"[,;()]|\bthen\b", text[end:])
    return text[first : end + border.start() if border else len(text)]


#: Words after a number that applies only in one case: “60 with anaesthetic”, “eight for the back”.
_CASE = re.compile(rf"^\s*(?:{VISIT}s?\s+|minutes?\s+)?(?:for|with|in|on|if|when|where)\b")


def find_other_numbers(text: str, found: list[Amount]) -> list[Amount]:
    """The bare numbers of a sentence besides those found."""
    places = {amount.start for amount in found}
    return [amount for amount in find_amounts(text) if not amount.unit and amount.start not in places]


def has_other_case(text: str, found: list[Amount]) -> bool:
    """Whether a sentence has another number than those found, for another case."""
    return any(_CASE.search(text[amount.end :]) for amount in find_other_numbers(text, found))


def read_phrase(text: str, amounts: list[Amount]) -> str:
    return text[amounts[0].start : amounts[0].end] if amounts else ""


def is_fragment(text: str) -> bool:
    """Whether a text is not a whole sentence, so that it needs the heading or lead above it."""
    return not text.rstrip().endswith((".", "!", "?", "।"))
