"""Where there are too many words to read them after every release, those of before serve, and nothing gone is named."""

import pytest
from django.db import connection
from django.db.models import Max
from django.test.utils import CaptureQueriesContext

from content.edition.models import SearchTerm
from content.model.ordering import ByCodePoint
from content.public import searching, words
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


def test_each_term_is_read_once_with_the_last_of_its_words(api):
    terms = SearchTerm.objects.filter(locale="en")
    written = terms.values_list("term").annotate(word=ByCodePoint(Max("word")))
    assert dict(words._read_all("en")) == dict(written)
    assert terms.count() > len(written)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by how much there is.")
def test_words_are_found_by_the_index_alone(api):
    words._kept.clear()
    with CaptureQueriesContext(connection) as asked:
        find(api, "mesotharapy hair")
    searched = [query["sql"] for query in asked.captured_queries if searching.TERM in query["sql"]]
    assert len(searched) == 2
    with connection.cursor() as cursor:
        for sql in searched:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            steps = [step for *_place, step in cursor.fetchall() if "USING" in step]
            assert steps
            assert all("COVERING INDEX search_by_term (locale=? AND term" in step for step in steps), steps


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
