"""Folds text in place, letter by letter, and compiles patterns that find Hindi words in any spelling."""

import re
import unicodedata
from functools import lru_cache

#: Letter -> letter, so that places in the text stay the same.
_ALIKE = str.maketrans(
    "’‘`´ʼ\u00a0\u202f\u2009\u2010\u2011\u0958\u0959\u095a\u095b\u095c\u095d\u095e\u095f०१२३४५६७८९",
    "'''''   --\u0915\u0916\u0917\u091c\u0921\u0922\u092b\u092f0123456789",
)
#: Where a Hindi word begins and ends. Python takes the signs of Devanagari vowels for no letters, so `\\b` won't do.
STARTS = r"(?<![\w\u0900-\u0963\u0971-\u097f])"
ENDS = r"(?![\w\u0900-\u0963\u0971-\u097f])"


def compile_words(pattern: str) -> re.Pattern[str]:
    """A pattern for folded text. It finds Hindi words with or without nukta, with ं or ँ."""
    spelt = unicodedata.normalize("NFC", pattern).replace("\u093c", "\u093c?")
    return re.compile(re.sub("[\u0901\u0902]", "[\u0901\u0902]", spelt))


@lru_cache(maxsize=256)
def fold_in_place(text: str) -> str:
    """Lower case with plain quotes, of the same length. `content/model/folding.py` folds further, and maps places."""
    small = (one.lower() if len(one.lower()) == 1 else one for one in text.translate(_ALIKE))
    return "".join(small)
