"""Finds the denials in a text, each with its kind."""

from dataclasses import dataclass
from functools import lru_cache

from content.model.polarity import english, hindi
from content.model.polarity.denial_kinds import DenialKind
from content.model.polarity.spelling import compile_words, fold_in_place

_HARMLESS = compile_words(f"{english.HARMLESS}|{hindi.HARMLESS}")
_WORDS = (*english.DENIALS, *hindi.DENIALS)
#: All patterns, each in a group named by its kind and a number.
_DENIAL = compile_words("|".join(f"(?P<{kind}{number}>{words})" for number, (kind, words) in enumerate(_WORDS)))


@dataclass(frozen=True)
class Denial:
    kind: DenialKind
    start: int
    end: int


@lru_cache(maxsize=256)
def find_denials(text: str) -> tuple[Denial, ...]:
    """The denials in their order. A “nor” after another denial continues it, and does not count."""
    found: list[Denial] = []
    for match in _DENIAL.finditer(mask_harmless(fold_in_place(text))):
        kind = DenialKind(str(match.lastgroup).rstrip("0123456789"))
        if match[0] != "nor" or not found:
            found.append(Denial(kind, *match.span()))
    return tuple(found)


def mask_harmless(folded: str) -> str:
    """The text without words that only look like a denial. Its length stays the same."""
    return _HARMLESS.sub(lambda match: "·" * len(match[0]), folded)
