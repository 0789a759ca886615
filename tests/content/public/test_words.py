"""Where there are too many words to read them after every release, those of before serve, and nothing gone is named."""

import pytest

from content.public import words
from tests.api.v1.questions import find
from tests.support.changes import publish

pytestmark = pytest.mark.django_db
TYPED = "zygomorphsm"


@pytest.fixture(autouse=True)
def many_words(api, monkeypatch):
    """As if it took long to read them; they were read before the test."""
    monkeypatch.setattr(words, "_kept", {})
    find(api, "hair")
    monkeypatch.setattr(words, "QUICK", 0.0)
    monkeypatch.setattr(words, "PAUSE", 10**9)


def correct(api, question: str) -> str | None:
    return api("search/", q=question).json()["corrected"]


def test_a_new_word_is_found_at_once_and_suggested_once_all_are_read(api, peel):
    publish(peel, summary="It is a kind of zygomorphism.")
    assert find(api, "zygomorphism") == [f"{peel.slug} overview"]
    assert correct(api, TYPED) is None
    words._kept.clear()
    assert correct(api, TYPED) == "zygomorphism"


def test_a_word_that_went_is_suggested_to_nobody(api, peel):
    publish(peel, summary="It is a kind of zygomorphism.")
    words._kept.clear()
    assert correct(api, TYPED) == "zygomorphism"
    publish(peel, summary="Another summary.")
    assert correct(api, TYPED) is None
    assert find(api, "zygomorphism") == []


def test_what_is_known_of_the_newest_release_is_not_looked_up(api, watched, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        find(api, "mesotharapy hair")
