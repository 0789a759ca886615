"""Advice about a text while it is written: long sentences, jargon, numbers and words that don't match.

Advice only: it keeps nobody from saving or publishing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from content.desk.writing.frequencies import BANDS, find_mismatches, find_rates
from content.desk.writing.jargon import Pairs, find_jargon
from content.desk.writing.sentences import Span, find_sentences, find_words
from content.model.prompts.marks import blank
from content.model.vocabulary import Frequency

#: Language -> the most words of a sentence that reads with ease. GOV.UK's limit (“Sentence length”, 25 words).
LONGEST = {"en": 25}
#: The NHS aims at (service manual, “How we write”).
AIM = 20


@dataclass(frozen=True)
class Note:
    kind: str
    span: Span
    phrase: str
    message: str


def judges_sentences(language: str) -> bool:
    return language.partition("-")[0] in LONGEST


def judge(text: str, language: str, pairs: Pairs, frequency: str = "") -> list[Note]:
    """The notes on a text, in its order. `frequency`: the code that was chosen for the side effect it is of."""
    text = blank(text)
    notes = [*_judge_sentences(text, language), *_judge_words(text, pairs), *_judge_rates(text, frequency)]
    return sorted(notes, key=lambda note: note.span)


def _judge_sentences(text: str, language: str) -> Iterator[Note]:
    most = LONGEST.get(language.partition("-")[0])
    if most is None:
        return
    for span in find_sentences(text):
        sentence = text[span.start : span.end]
        if (count := len(find_words(sentence))) > most:
            message = _("This sentence has %(count)d words. Split it: aim for %(aim)d or fewer.")
            yield Note("sentence", span, sentence, message % {"count": count, "aim": AIM})


def _judge_words(text: str, pairs: Pairs) -> Iterator[Note]:
    for found in find_jargon(text, pairs):
        message = _("Patients may not know “%(jargon)s”. Write “%(plain)s”, or explain it.")
        yield Note("jargon", found.span, found.phrase, message % {"jargon": found.phrase, "plain": found.plain})


def _judge_rates(text: str, frequency: str) -> Iterator[Note]:
    for found in find_mismatches(text):
        message = _("“%(word)s” does not match “%(rate)s”. Fix one of them.")
        names = {"word": found.word, "rate": found.rate.phrase}
        yield Note("frequency", found.rate.span, found.rate.phrase, message % names)
    if not frequency:
        return
    chosen = Frequency(frequency)
    for rate in find_rates(text):
        if chosen in BANDS and rate.is_share and not rate.fits(chosen):
            message = _("The text says “%(rate)s”, but “%(chosen)s” is chosen. Fix one of them.")
            yield Note("frequency", rate.span, rate.phrase, message % {"rate": rate.phrase, "chosen": chosen.label})
