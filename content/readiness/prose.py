"""Reads numbers out of sentences, where a sentence says how many sessions are needed or how long a visit takes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORDS = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)  # noqa: SIM905
} | {"a single": 1, "एक": 1, "दो": 2, "तीन": 3, "चार": 4, "पाँच": 5, "छह": 6}
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(_WORDS)})"
_RANGE = rf"(?P<least>{_NUMBER})(?:\s*(?:to|or|and|-|–|से)\s*(?P<most>{_NUMBER}))?"
#: “After three sessions” says nothing of how many are needed; “every four sessions” neither.
_SESSIONS = re.compile(
    rf"(?<!after )(?<!every )(?<!between )(?<!another )(?<!first )(?<!last )\b{_RANGE}\s+"
    r"(?:sessions?|visits?|treatments?|appointments?|सत्र)(?![\w\u0900-\u097f])(?!\s+(?:later|apart|के बाद))",
    re.IGNORECASE,
)
_VISIT = r"(?:visit|session|appointment)"
_MINUTES = re.compile(
    rf"(?:{_VISIT}s?\s+(?:\w+\s+)?(?:takes?|lasts?|needs?)\s+(?:about\s+|around\s+)?{_RANGE}\s+minutes)"
    rf"|(?:{_RANGE.replace('least', 'least2').replace('most', 'most2')}\s+minutes"
    rf"\s+(?:per|a|each|for (?:a|each|every))\s+{_VISIT})",
    re.IGNORECASE,
)
_ASSESSMENT = re.compile(r"\b(?:assess|consult|examin|clinician|doctor|dermatologist)|चिकित्सक|डॉक्टर|परामर्श|طبيب", re.I)


@dataclass(frozen=True)
class Said:
    """A number in a sentence, or a range; alike where it is one."""

    phrase: str
    least: int
    most: int


def find_sessions(text: str) -> Iterator[Said]:
    for match in _SESSIONS.finditer(text):
        yield _read(match, "least", "most")


def find_minutes(text: str) -> Iterator[Said]:
    for match in _MINUTES.finditer(text):
        second = "2" if match["least2"] else ""
        yield _read(match, f"least{second}", f"most{second}")


def _read(match: re.Match[str], least: str, most: str) -> Said:
    first = _count(match[least])
    return Said(match.group().strip(), first, _count(match[most]) if match[most] else first)


def _count(word: str) -> int:
    return _WORDS.get(word.lower()) or int(word)


def speaks_of_assessment(text: str) -> bool:
    return bool(_ASSESSMENT.search(text))


def names(name: str, text: str) -> bool:
    """Whether a text names a treatment, also without what it is for: “Mesotherapy for hair” as mesotherapy."""
    short = re.split(r"\s+(?:for|of)\s+", name, maxsplit=1)[0].strip()
    return len(short) > 3 and bool(re.search(rf"(?<!\w){re.escape(short)}(?!\w)", text, re.IGNORECASE))
