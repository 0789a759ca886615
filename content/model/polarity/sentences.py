"""What kind of sentence a text is: a question, limited, about what is not needed; and where a clause of it ends."""

from content.model.polarity import english, hindi
from content.model.polarity.denials import mask_harmless
from content.model.polarity.spelling import ENDS, compile_words, fold_in_place

#: Ends a clause for good.
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
    """Whether something holds only within limits: “unless”, “except”, “only if”."""
    return bool(_LIMIT.search(mask_harmless(fold_in_place(text))))


def is_needless(text: str) -> bool:
    """“There is no need to …”: it tells neither to do something nor to avoid it."""
    return bool(_NEEDLESS.search(mask_harmless(fold_in_place(text))))


def says_both(text: str) -> bool:
    """“Who is and isn't suitable”, “Do's and don'ts”."""
    return bool(english.BOTH.search(fold_in_place(text)))


def as_heading(text: str) -> str:
    """Without the question mark where a heading asks “who …?”: it presumes that there are some."""
    return text.rstrip("? ") if _ASKING_FOR.search(fold_in_place(text)) else text


def find_clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause begins and ends in which a phrase stands."""
    folded = fold_in_place(text)
    first, last = 0, len(text)
    for border in BORDER.finditer(folded):
        if border.end() <= start:
            first = border.end()
        elif border.start() >= end:
            last = min(last, border.start())
    return first, last
