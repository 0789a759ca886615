"""Concerns about how plainly a guide speaks: the advice of the writing help, gathered for the whole draft."""

from collections.abc import Iterator

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.approval.claims.passages import read_passages, read_texts
from content.desk.readiness.concern import Concern
from content.desk.writing.advice import Note, judge, judges_sentences
from content.desk.writing.jargon import read_pairs
from content.desk.writing.reading_age import MOST, find_reading_age
from content.model.guides.models import GuidePage
from content.model.prompts.marks import blank
from content.model.vocabulary import Frequency, SectionKey

#: Of one field, so many words of jargon are named.
MOST_WORDS = 5
#: Names that patients search for may be jargon.
_NOT_JUDGED = ("also_known_as",)


def check_texts(page: GuidePage) -> Iterator[Concern]:
    notes = _judge(page)
    for field, of_field in notes.items():
        yield from _tell_sentences(field, [note for note in of_field if note.kind == "sentence"])
        yield from _tell_jargon(field, [note for note in of_field if note.kind == "jargon"])
        for note in of_field:
            if note.kind == "frequency":
                yield Concern("frequencies_differ", note.message, field)


def _judge(page: GuidePage) -> dict[str, list[Note]]:
    """Field -> its notes."""
    language = page.locale.language_code
    pairs = read_pairs(language)
    found: dict[str, list[Note]] = {}
    for passage in read_passages(page):
        if passage.field not in _NOT_JUDGED:
            found.setdefault(passage.field, []).extend(judge(passage.text, language, pairs))
    return found


def _tell_sentences(field: str, notes: list[Note]) -> Iterator[Concern]:
    if notes:
        message = ngettext(
            "A sentence is long: “%(text)s”. Split it.",
            "%(n)d sentences are long, such as “%(text)s”. Split them.",
            len(notes),
        )
        longest = max(notes, key=lambda note: note.span.end - note.span.start)
        text = Truncator(longest.phrase).chars(80)
        yield Concern("sentences_long", message % {"n": len(notes), "text": text}, field)


def _tell_jargon(field: str, notes: list[Note]) -> Iterator[Concern]:
    if words := list(dict.fromkeys(note.phrase for note in notes)):
        message = _("Patients may not know: %(words)s. Say it in plain words, or explain it.")
        told = ", ".join(f"“{word}”" for word in words[:MOST_WORDS]) + (" …" if len(words) > MOST_WORDS else "")
        yield Concern("jargon", message % {"words": told}, field)


def check_frequencies(page: GuidePage) -> Iterator[Concern]:
    """Each side effect's frequency, and what its text says of it."""
    effects = [child for child in page.safety_blocks if child.block_type == "side_effect"]
    for child in effects:
        frequency = str(child.value.get("frequency") or "")
        for text in read_texts(child.block, child.value):
            plain = judge(text, page.locale.language_code, ())
            for note in judge(text, page.locale.language_code, (), frequency):
                if note.kind == "frequency" and note not in plain:  # the others are told of the field
                    yield Concern("frequencies_differ", f"{child.value['name']}: {note.message}", "safety_blocks")
    if effects and all(child.value.get("frequency") == Frequency.UNKNOWN for child in effects):
        message = _("“%(section)s” says of no side effect how common it is. Choose a frequency where it is known.")
        yield Concern("frequencies_missing", message % {"section": SectionKey.SAFETY.label}, "safety_blocks")


def check_reading_age(page: GuidePage) -> Iterator[Concern]:
    age = _find_age(page)
    if age is not None and age > MOST:
        message = _("It reads like a text for age %(age)d. Aim for %(most)d or younger: shorter sentences and words.")
        yield Concern("reading_age_high", message % {"age": age, "most": MOST})


def _find_age(page: GuidePage) -> int | None:
    texts = (blank(passage.text) for passage in read_passages(page) if passage.field not in _NOT_JUDGED)
    return find_reading_age(texts, page.locale.language_code)


def find_unchecked(page: GuidePage) -> set[str]:
    """Codes of concerns that are never told of this draft: its language has no rule or list, or it is too short."""
    language = page.locale.language_code
    checked = {
        "reading_age_high": _find_age(page) is not None,
        "sentences_long": judges_sentences(language),
        "jargon": bool(read_pairs(language)),
    }
    return {code for code, is_checked in checked.items() if not is_checked}
