"""Typed lists are lists, and a sentence goes on where a line was wrapped at a dash, a number or a letter."""

import pytest

from content.desk.importing.outline import LineKind
from content.desk.importing.reading.documents import read_and_see, read_document


def read(text: str, name: str = "a.txt") -> list[tuple[str, str]]:
    return [(str(line.kind), line.text) for line in read_document(name, text.encode()).lines]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("The skin settles within 2\n- 6 weeks in most people.", "The skin settles within 2 - 6 weeks in most people."),
        ("Ring bay\n1. The desk knows.", "Ring bay 1. The desk knows."),
        ("It fades by week\n12. Photographs help.", "It fades by week 12. Photographs help."),
        ("Do not shave for a week\n- epilating counts too.", "Do not shave for a week - epilating counts too."),
        ("We treat spots caused by\nC. acnes and others.", "We treat spots caused by C. acnes and others."),
        ("C. acnes lives on skin.", "C. acnes lives on skin."),
        ("I. Sharma wrote this.", "I. Sharma wrote this."),
        ("रोज़ाना 2\n- 4 बार धोएँ।", "रोज़ाना 2 - 4 बार धोएँ।"),
    ],
)
def test_a_wrapped_sentence_is_one_paragraph(text, whole):
    assert read(text) == [("paragraph", whole)]


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_wrapped_sentence_of_an_item_stays_with_it(name):
    text = "- redness for 2\n  - 3 days\n- itching" if name == "a.txt" else "Redness lasts 2\n- 3 days.\n\n- itching"
    assert read(text, name)[0][1].lower().startswith("redness")
    assert "2 - 3 days" in read(text, name)[0][1]
    assert read(text, name)[1] == ("item", "itching")


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Bring with you\n- passport\n- sunglasses", ["passport", "sunglasses"]),
        ("Steps:\n1. Cleanse\n2. Peel\n3. Rest", ["Cleanse", "Peel", "Rest"]),
        ("a) Cleanse\nb) Peel", ["Cleanse", "Peel"]),
        ("A. Cleanse\nB. Peel\nC. acnes is checked", ["Cleanse", "Peel", "acnes is checked"]),
        ("i. Cleanse\nii. Peel", ["Cleanse", "Peel"]),
    ],
)
def test_a_typed_list_is_one(text, items):
    assert [words for kind, words in read(text) if kind == "item"] == items


def test_numbers_of_chapters_are_kept():
    lines = read("2. PROCESS\n\nLie down.\n\n3. Risks\n   Redness.")
    assert [words for kind, words in lines if kind == "heading"] == ["2. PROCESS", "3. Risks"]
    lines = read("लेज़र\n\n1. हटाना\n• एक घंटा\n\n2. सत्र\n• आठ सत्र")
    assert [words for _kind, words in lines] == ["लेज़र", "1. हटाना", "एक घंटा", "2. सत्र", "आठ सत्र"]


def test_what_was_taken_for_a_number_of_a_list_is_told():
    outline, seen = read_and_see("a.txt", b"1. Cleanse\n2. Peel")
    assert seen == "1. Cleanse 2. Peel"
    assert [one.text for one in outline.unread] == ["1. ", "2. "]


# -- Markdown


def test_front_matter_is_no_title():
    text = '---\ntitle: "Old name"\nslug: hidden-slug\n---\n\n# Peel\n\nIt peels.\n'
    outline = read_document("a.md", text.encode())
    assert [line.text for line in outline.lines] == ["Peel", "It peels."]
    assert [str(one.reason) for one in outline.unread] == ["settings"]


@pytest.mark.parametrize("fence", ["---\r\ntitle: Peel\r\ndraft: yes\r\n---\r\n", "+++\ntitle = 'Peel'\n+++\n"])
def test_the_title_of_front_matter_stands_in_for_one_that_is_missing(fence):
    assert read(fence + "It peels.", "a.md") == [("heading", "Peel"), ("paragraph", "It peels.")]


def test_a_line_at_the_top_is_no_front_matter():
    assert read("---\n\nIt peels.\n\n---\n\nIt heals.", "a.md") == [
        ("paragraph", "It peels."),
        ("paragraph", "It heals."),
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("| a | b |\n|---|---|\n| 30<br>minutes | x |", ["a | b", "30 minutes | x"]),
        ("Costs ~~340~~ 210.", ["Costs 210."]),
        ("Costs <s>340</s> 210.", ["Costs 210."]),
        ("<p hidden>Old</p>\n\nNew.", ["New."]),
        ("It takes 30[^1] minutes.\n\n# Safety\n\n[^1]: More for a beard.", None),
        ("A scar of H<sub>2</sub>O, <5 mm & more", ["A scar of H2O, <5 mm & more"]),
    ],
)
def test_markdown_is_read_as_it_is_shown(text, lines):
    expected = lines or ["It takes 30 minutes.", "[1] More for a beard.", "Safety"]
    assert [words for _kind, words in read(text, "a.md")] == expected


def test_a_footnote_is_no_heading_or_item():
    assert read_document("a.md", b"Rest.[^a]\n\n[^a]: Or sit.").lines[1].kind == LineKind.NOTE
