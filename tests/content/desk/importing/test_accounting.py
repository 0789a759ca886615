"""At each import the words of the file are counted against draft and note; what is in neither is told and kept."""

from dataclasses import replace

import pytest

from content.desk.importing.drafting import imports
from content.desk.importing.drafting.accounting import find_lost
from content.desk.importing.drafting.imports import import_document
from content.desk.importing.process import read_apart
from content.desk.importing.words import split_words
from content.model.guides.models import GuidePage

DOCUMENT = (
    b"<h1>Peel</h1><h2>How it works</h2><p>Acid loosens dead cells.</p><p>It <s>never</s> stings.</p>"
    b"<h2>Side effects</h2><p>Common side effects include redness and itching.</p>"
)


def read_badly(name: str, content: bytes):
    """A reader that misses a line and glues the words of another."""
    outline, placed, traced, seen = read_apart(name, content)
    block = placed.blocks["safety"][0]
    placed.blocks["safety"][0] = replace(
        block, value={"text": "<p>Common sideeffects include redness and itching.</p>"}
    )
    placed.leads.clear()
    lines = [line for line in outline.lines if "loosens" not in line.text]
    kept = [n for n, line in enumerate(outline.lines) if line in lines]
    return replace(outline, lines=tuple(lines)), placed, [traced[n] for n in kept], seen


@pytest.mark.django_db
def test_words_that_a_reader_loses_or_glues_are_told_and_kept_in_the_note(monkeypatch):
    monkeypatch.setattr(imports, "read_apart", read_badly)
    report = import_document(name="a.html", content=DOCUMENT)
    assert report.lost == ["Acid loosens dead cells.", "Side effects"]
    note = GuidePage.objects.get(pk=report.page_id).get_latest_revision_as_object().unplaced
    assert "Words in the document that were not placed: Acid loosens dead cells. … Side effects" in note


@pytest.mark.django_db
def test_of_a_document_that_is_read_well_nothing_is_missing():
    report = import_document(name="a.html", content=DOCUMENT)
    assert report.lost == []
    assert report.left_out == ["struck out: “never”"]
    note = GuidePage.objects.get(pk=report.page_id).get_latest_revision_as_object().unplaced
    assert note == "Headings in the document: How it works · Side effects"


@pytest.mark.parametrize(
    ("seen", "kept", "left_out", "lost"),
    [
        ("a b c", ["a b c"], [], []),
        ("a b a", ["a b"], [], ["a"]),
        ("a b c d e", ["a e"], [], ["b c d"]),
        ("the skin is red and the hair is gone", ["the skin is red and"], [], ["the hair is gone"]),
        ("a b c", ["A <b>B</b>"], ["c"], []),
        ("30 minutes", ["30minutes"], [], ["30 minutes"]),
        ("After 1.5 hours (two), rest.", ["after rest"], [], ["1.5 hours (two),"]),
        ("hypertrophic", ["<p>hyper<b>trophic</b></p>"], [], []),
    ],
)
def test_missing_words_are_counted_each_as_often_as_it_is_missing(seen, kept, left_out, lost):
    assert find_lost(seen, kept, left_out) == lost


@pytest.mark.parametrize(
    ("one", "other"), [("co\u00adllagen", "collagen"), ("ﬁne", "fine"), ("Ⅻ", "xii"), ("８", "8"), ("क\u093c", "क़")]
)
def test_two_writings_of_a_word_are_one(one, other):
    assert split_words(one) == split_words(other)
