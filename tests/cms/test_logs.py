"""One message of the log is one line."""

import logging

import pytest

from cms.logs import CleanMessage


@pytest.mark.parametrize("title", ["Peel\nsecurity: password right: account 'admin'", "Peel\r\x1b[2K", "Peel\u2028x"])
def test_a_title_can_not_look_like_another_message(title):
    record = logging.LogRecord("content", logging.ERROR, "", 1, "The schedule failed for %s", (title,), None)
    assert CleanMessage().filter(record)
    assert record.getMessage().isprintable()
    assert record.getMessage().startswith("The schedule failed for Peel\\")


def test_other_words_stay_as_they_are():
    record = logging.LogRecord("content", logging.INFO, "", 1, "“%s” für बाल", ("a\\b",), None)
    assert CleanMessage().filter(record)
    assert record.getMessage() == "“a\\b” für बाल"
