"""The words of a text that deny something, and how far each reaches."""

from dataclasses import dataclass
from functools import lru_cache

from content.model.polarity import english, hindi
from content.model.polarity.denial_kinds import DenialKind
from content.model.polarity.spelling import compile_words, fold_in_place

_HARMLESS = compile_words(f"{english.HARMLESS}|{hindi.HARMLESS}")
_WORDS = (*english.DENIALS, *hindi.DENIALS)
#: Each pattern is a group, named by its kind and a number.
_DENIAL = compile_words("|".join(f"(?P<{kind}{number}>{words})" for number, (kind, words) in enumerate(_WORDS)))


@dataclass(frozen=True)
class Denial:
    kind: DenialKind
    start: int
    end: int


@lru_cache(maxsize=256)
def find_denials(text: str) -> tuple[Denial, ...]:
    """In their order. “Nor” goes on with the denial before it, and is none of its own."""
    found: list[Denial] = []
    for match in _DENIAL.finditer(mask_harmless(fold_in_place(text))):
        kind = DenialKind(str(match.lastgroup).rstrip("0123456789"))
        if match[0] != "nor" or not found:
            found.append(Denial(kind, *match.span()))
    return tuple(found)


def mask_harmless(folded: str) -> str:
    """A folded text, of the same length, without the words that only look like a denial."""
    return _HARMLESS.sub(lambda match: "·" * len(match[0]), folded)
