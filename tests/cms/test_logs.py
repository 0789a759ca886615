"""One message of the log is one line."""

import logging
import sys

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


def test_nor_can_what_an_exception_says():
    try:
        raise ValueError("no number: Peel\nINFO security: password right\r\u2028x /preview/SECRET/")
    except ValueError:
        record = logging.LogRecord("content", logging.ERROR, "", 1, "Failed", (), sys.exc_info())
    assert CleanMessage().filter(record)
    first, *lines = logging.Formatter("%(message)s").format(record).split("\n")
    assert first == "Failed"
    assert "ValueError: no number: Peel" in lines[-2]
    assert all(line.startswith("  ") and line.isprintable() for line in lines)
    assert "SECRET" not in "".join(lines)


def test_a_message_that_does_not_fit_its_arguments_stops_nothing(capsys):
    handler = logging.StreamHandler()
    handler.addFilter(CleanMessage())
    handler.handle(logging.LogRecord("content", logging.INFO, "", 1, "%d of %d", ("a",), None))
    assert "Logging error" in capsys.readouterr().err
