"""Which words of a screen the proof of screens takes for English ones that should have been translated."""

import pytest

from tests.support.labels import find_english

CONTENT = (
    'INSERT INTO page VALUES(1,\'Hair\',\'{"kind": "Skin", "text": "The scalp is cleaned before anything else."}\')'
)


@pytest.mark.parametrize(
    ("word", "is_fault"),
    [
        ("Save draft", True),  # has a translation
        ("Words that nobody has translated", True),  # the same on the English screen
        ("Workflow 'समीक्षा' created.", True),  # a sentence of Wagtail's around a name
        ("Hair", False),
        ("Skin: The scalp is cleaned before anything else.", False),
        ("शीर्षक", False),
        ("SQLite 3.45", False),
    ],
)
def test_english_on_a_screen_in_hindi(word, is_fault):
    english = {word} - {"Workflow 'समीक्षा' created."}
    assert bool(find_english({word}, english, "hi", CONTENT)) is is_fault
