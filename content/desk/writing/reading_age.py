"""How old a reader must be to read a text with ease. Nothing is said of languages that have no formula.

English: the Automated Readability Index (Smith and Senter, Automated Readability Index, AMRL-TR-66-220, 1967), made
from the length of words and sentences. It was fitted to texts of at least a hundred words. Its grades are those of
schools in the US, where grade 1 begins at the age of 6.
"""

import math
from collections.abc import Iterable

from content.desk.writing.sentences import find_sentences, find_words

#: Shorter texts say too little.
LEAST_WORDS = 100
#: The NHS aims at 9 to 11 and accepts 14 for medical texts (service manual, “How we write”); PIF says 9 to 11.
GOOD, MOST = 11, 14
YOUNGEST, OLDEST = 5, 18
_AGE_BEFORE_GRADE_1 = 5
_LANGUAGES = ("en",)


def has_reading_age(language: str) -> bool:
    return language.partition("-")[0] in _LANGUAGES


def find_reading_age(texts: Iterable[str], language: str) -> int | None:
    """The age for these texts together; None where the language has no formula, or they are too short."""
    if not has_reading_age(language):
        return None
    sentences = [text[span.start : span.end] for text in texts for span in find_sentences(text)]
    words = [word for sentence in sentences for word in find_words(sentence)]
    if len(words) < LEAST_WORDS:
        return None
    letters = sum(letter.isalnum() for word in words for letter in word)
    grade = 4.71 * letters / len(words) + 0.5 * len(words) / len(sentences) - 21.43
    return max(YOUNGEST, min(OLDEST, math.ceil(grade) + _AGE_BEFORE_GRADE_1))
