"""BUNDLES says which archives there are: read when the product starts, which a fault stops with the fix."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.bundles import read_bundles

CODES = ["en", "hi", "pt-br"]


def names(text: str) -> list[str]:
    return [choice.name for choice in read_bundles(text, CODES)]


def test_there_is_one_of_each_language_without_it():
    assert names("") == ["en", "hi", "pt-br"]


def test_what_is_named_comes_behind_in_one_form_and_once():
    text = "hi, en @ Indiranagar : 960+480; en;en:none ; PT-BR,en@b_1:960; en,hi@indiranagar:480+960;"
    assert names(text) == [*CODES, "en,hi@indiranagar:480+960", "en:none", "en,pt-br@b_1"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("en,fr", "the language fr, which is not in LANGUAGES: there are en, hi, pt-br"),
        ("en@", "'en@': write languages, then @ and a branch, then : and widths"),
        ("en@../x", "'en@../x': write"),
        ("en:wide", "'en:wide': write"),
        ("en:0", "'en:0': write"),
        ("@mumbai", "'@mumbai': write"),
        ("en;hi@a@b", "'hi@a@b': write"),
    ],
)
def test_a_fault_stops_the_start_with_the_fix(text, sentence):
    with pytest.raises(ImproperlyConfigured) as refused:
        read_bundles(text, CODES)
    assert sentence in str(refused.value)
