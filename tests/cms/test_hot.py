"""Which requests are answered from memory, for how long, and how much memory they take."""

from types import SimpleNamespace

import pytest

from cms import hot
from cms.gateway import Answer
from cms.hot import HotAnswers, may_be_kept, read_question
from tests.support.server import make_scope

PUBLIC = [("Cache-Control", "public, max-age=10"), ("Surrogate-Key", "group"), ("Vary", "Accept-Encoding")]


def ask(*headers, method="GET", path="/api/v1/guides/", query=""):
    return read_question(make_scope(method, path, [("host", "localhost"), *headers], query))


@pytest.fixture
def clock(monkeypatch):
    now = SimpleNamespace(seconds=100.0)
    monkeypatch.setattr(hot, "monotonic", lambda: now.seconds)
    return now


@pytest.fixture
def table(clock):
    table = HotAnswers(1_000_000)
    table.confirm("release 1", clock.seconds, table.release)
    return table


def keep(table, question, body=b"words"):
    table.keep(question, Answer(200, PUBLIC, body), table.release)


def test_the_same_question_is_answered_until_the_next_release(table, clock):
    keep(table, ask())
    assert [table.find(ask()).body for _time in range(3)] == [b"words"] * 3
    table.confirm("release 1", clock.seconds, table.release)
    assert table.find(ask())
    table.confirm("release 2", clock.seconds, table.release)
    assert table.find(ask()) is None


def test_nothing_is_given_where_the_newest_release_is_not_known_for_sure(table, clock):
    keep(table, ask())
    clock.seconds += hot.MOST_SECONDS + 0.01
    assert table.find(ask()) is None
    table.confirm("release 1", clock.seconds, table.release)
    assert table.find(ask()), "nothing has changed meanwhile"


def test_a_release_of_this_process_counts_at_once_also_before_an_older_answer_of_the_database_arrives(table, clock):
    keep(table, ask())
    before = table.release
    table.forget()
    assert table.find(ask()) is None
    table.confirm("release 1", clock.seconds, before)
    assert not table.release.is_sure
    keep(table, ask())
    assert table.find(ask()) is None


def test_an_answer_that_was_made_before_a_release_is_not_kept_after_it(table, clock):
    before = table.release
    table.confirm("release 2", clock.seconds, before)
    table.keep(ask(), Answer(200, PUBLIC, b"old words"), before)
    assert table.find(ask()) is None


def test_a_restored_database_that_comes_to_the_same_number_is_another_one(table, clock):
    table.confirm((7, "noon"), clock.seconds, table.release)
    keep(table, ask())
    table.confirm((7, "evening"), clock.seconds, table.release)
    assert table.find(ask()) is None


@pytest.mark.parametrize(
    "line",
    [
        ("cookie", "launch_preview=1"),
        ("authorization", "Basic eA=="),
        ("preview-token", "x"),
        ("range", "bytes=0-9"),
        ("if-modified-since", "Wed, 25 Nov 2026 00:00:00 GMT"),
        ("if-match", '"x"'),
        ("content-length", "2"),
        ("transfer-encoding", "chunked"),
        ("x-http-method-override", "DELETE"),
        ("accept-language", "x" * 2_000),
        ("anything-else", "1"),
        ("host", "another"),
        ("x-forwarded-host", "x" * 1_000),
        ("accept", "text/\U0001f600"),
    ],
)
def test_what_could_change_the_answer_is_asked_of_the_application(line):
    assert ask() is not None
    assert ask(line) is None
    assert ask(method="POST") is None


@pytest.mark.parametrize(
    "line",
    [
        ("accept", "text/markdown"),
        ("accept-encoding", "gzip"),
        ("if-none-match", '"x"'),
        ("x-forwarded-proto", "https"),
    ],
)
def test_what_tells_answers_apart_tells_questions_apart(line):
    assert ask(line) != ask()


@pytest.mark.parametrize("query", ["_=1", "utm_source=mail&utm_campaign=x", "fbclid=1&gclid=2"])
def test_what_only_counts_visits_takes_no_memory_of_its_own(query):
    assert ask(query=query) == ask()
    assert ask(query=f"page_size=2&{query}") == ask(query="page_size=2") != ask()


def test_readers_of_one_language_ask_the_same():
    hindi, english = ask(("accept-language", "hi-IN,hi;q=0.9,en;q=0.8")), ask(("accept-language", "en-GB"))
    assert hindi == ask(("accept-language", "fr, hi;q=0.5"))
    assert len({hindi, english, ask()}) == 3
    assert ask(("accept-language", "fr")) == ask(), "which we have not"


@pytest.mark.parametrize("said", [{"query": "locale=hi"}, {"path": "/guides/"}, {"path": "/api/v1/sync/"}])
def test_where_the_header_chooses_no_language_it_tells_no_questions_apart(said):
    varied = Answer(200, [*PUBLIC[:2], ("Vary", "Accept-Encoding, Accept-Language")], b"")
    assert ask(("accept-language", "hi"), **said) == ask(**said)
    assert not may_be_kept(ask(**said), varied), "an answer that says it does is not kept"
    assert may_be_kept(ask(), varied)


def test_a_question_that_only_looks_like_it_names_a_language_names_none():
    assert ask(("accept-language", "hi"), query="q=locale=en") != ask(query="q=locale=en")


def test_browsers_of_different_makers_ask_the_same():
    chromium = ask(("accept-encoding", "gzip, deflate, br, zstd"), ("user-agent", "Chromium"), ("origin", "https://a"))
    firefox = ask(("user-agent", "Firefox"), ("accept-encoding", "gzip, deflate, br"), ("origin", "https://b"))
    assert chromium == firefox
    assert ask(("origin", "http://[")) == ask(), "every origin is answered alike"
    assert ask(("accept-encoding", "br")) != chromium, "it takes no gzip"


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (404, PUBLIC),
        (304, PUBLIC),
        (200, PUBLIC[:1]),
        (200, [PUBLIC[0], ("Surrogate-Key", "rendition-0123"), PUBLIC[2]]),
        (200, [("Surrogate-Key", "group"), ("Cache-Control", "no-store")]),
        (200, [*PUBLIC, ("Set-Cookie", "a=b")]),
        (200, [*PUBLIC[:2], ("Vary", "Accept-Encoding, Cookie")]),
        (200, [*PUBLIC, ("Access-Control-Allow-Origin", "https://a.example")]),
    ],
)
def test_what_is_not_for_everybody_is_not_kept(status, headers):
    assert may_be_kept(ask(), Answer(200, PUBLIC, b""))
    assert not may_be_kept(ask(), Answer(status, headers, b""))


def test_an_etag_that_nobody_gave_fills_no_memory():
    assert not may_be_kept(ask(("if-none-match", '"made up"')), Answer(200, PUBLIC, b"words"))
    assert may_be_kept(ask(("if-none-match", '"right"')), Answer(304, PUBLIC, b""))


def test_memory_is_bounded_and_questions_asked_once_push_out_none_that_is_asked_again(table):
    keep(table, ask(path="/often/"), b"x" * 1000)
    assert table.find(ask(path="/often/"))
    for number in range(500):
        keep(table, ask(query=f"q={number}"), b"x" * 10_000)
    assert table.find(ask(path="/often/"))
    assert table.find(ask(query="q=0")) is None
    assert table.find(ask(query="q=499"))
    assert table.release.seen.size + table.release.kept.size <= table.most_bytes


def test_what_takes_too_much_of_the_memory_is_not_kept(table):
    keep(table, ask(), b"x" * 200_000)
    assert table.find(ask()) is None


def test_a_line_that_is_missing_is_none_that_is_empty():
    assert ask(("accept", "")) != ask()
    assert read_question(make_scope("GET", "/", [])) is None, "it says no host"


def test_a_long_address_or_one_of_other_letters_takes_no_memory():
    assert ask(query="q=" + "x" * 1_000) is None
    assert ask(query="q=\U0001f600") is None


def test_a_reader_waits_only_for_what_was_begun_a_moment_ago(table, clock):
    table.release.building[ask()] = (clock.seconds, "the answer")
    assert table.release.find_building(ask()) == "the answer"
    clock.seconds += hot.MOST_SECONDS + 0.01
    assert table.release.find_building(ask()) is None, "neither is the release known for sure"
    table.confirm("release 1", clock.seconds, table.release)
    assert table.release.find_building(ask()) is None


def test_of_what_is_for_one_reader_alone_not_everything_is_noted(table):
    for number in range(2 * hot.MOST_UNSHARED):
        table.release.note_unshared(ask(query=f"q={number}"))
    assert 0 < len(table.release.unshared) <= hot.MOST_UNSHARED
