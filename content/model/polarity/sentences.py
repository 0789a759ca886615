"""Classifies sentences (a question, limited, “there is no need”), and finds the ends of clauses."""

from content.model.polarity import english, hindi
from content.model.polarity.denials import mask_harmless
from content.model.polarity.spelling import ENDS, compile_words, fold_in_place

#: Always ends a clause.
BORDER = compile_words(rf"[.;!?।:](?!\d)|\s[-–—]\s|—|{english.BORDERS}|{hindi.BORDERS}")
#: Joins words or clauses.
JOINT = compile_words(rf"[,()]|\b(?:{english.JOINTS}|{hindi.JOINTS})\b|/")
_LIMIT = compile_words(f"{english.LIMITS}|{hindi.LIMITS}")
_NEEDLESS = compile_words(f"{english.NEEDLESS}|{hindi.NEEDLESS}")
_YES_OR_NO = compile_words(rf"^\W*(?:{english.YES_OR_NO}|{hindi.YES_OR_NO})")
_ASKING_FOR = compile_words(rf"^\W*(?:{english.ASKING_FOR}|{hindi.ASKING_FOR}){ENDS}[^?]*\?\s*$")


def is_question(text: str) -> bool:
    return bool(_YES_OR_NO.search(fold_in_place(text)))


def is_limited(text: str) -> bool:
    """Whether the statement holds only within limits: “unless”, “except”, “only if”."""
    return bool(_LIMIT.search(mask_harmless(fold_in_place(text))))


def is_needless(text: str) -> bool:
    """Whether it says “there is no need to …”, which neither advises something nor warns of it."""
    return bool(_NEEDLESS.search(mask_harmless(fold_in_place(text))))


def says_both(text: str) -> bool:
    """Whether it affirms and denies at once: “Who is and isn't suitable”, “Do's and don'ts”."""
    return bool(english.BOTH.search(fold_in_place(text)))


def as_heading(text: str) -> str:
    """The heading without its question mark, if it asks “who …?”: it presumes that there are some."""
    return text.rstrip("? ") if _ASKING_FOR.search(fold_in_place(text)) else text


def find_clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The start and end of the clause around a phrase."""
    folded = fold_in_place(text)
    first, last = 0, len(text)
    for border in BORDER.finditer(folded):
        if border.end() <= start:
            first = border.end()
        elif border.start() >= end:
            last = min(last, border.start())
    return first, last
