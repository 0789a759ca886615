"""A database that is busy or away is told as that: 503 and when to ask again, whoever asks; so is a full disk."""

import errno
import json
import logging
import sqlite3

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from cms import outages
from cms.outages import Outage, Trouble, find_trouble
from content.desk.importing import views as importing
from content.desk.mistakes.models import MistakeReport
from content.public import reading
from content.setup.samples.pictures import draw_picture

pytestmark = pytest.mark.django_db


class Postgres(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


def locked(*_args, **_options):
    """As SQLite says it once it has waited long enough."""
    cause = sqlite3.OperationalError("database is locked")
    cause.sqlite_errorcode = sqlite3.SQLITE_BUSY
    raise OperationalError("database is locked") from cause


def broken(*_args, **_options):
    cause = sqlite3.OperationalError("no such table")
    cause.sqlite_errorcode = sqlite3.SQLITE_ERROR
    raise OperationalError("no such table") from cause


@pytest.fixture
def report(mesotherapy):
    body = {"guide": str(mesotherapy.translation_key), "locale": "en", "version": 1, "section": "process", "text": "x"}

    def send():
        client = Client(raise_request_exception=False)
        return client.post("/app/mistakes/", json.dumps(body), content_type="application/json")

    return send


def test_a_report_that_could_not_be_written_is_asked_for_again(report, monkeypatch):
    monkeypatch.setattr(MistakeReport.objects, "create", locked)
    answer = report()
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    assert "try again" in answer.content.decode()
    monkeypatch.undo()
    assert report().status_code == 201


def test_the_admin_says_it_too(as_user, monkeypatch):
    """In the transaction that each writing request is run in."""
    client = as_user("admin")
    client.raise_request_exception = False
    monkeypatch.setattr("content.desk.admin_transaction.publishing", locked)
    answer = client.post(reverse("offering_changes"), {"batch": "1"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


def test_the_api_says_it_as_a_problem(monkeypatch):
    monkeypatch.setattr(reading, "read_house", locked)
    answer = Client(raise_request_exception=False).get("/api/v1/guides/")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert answer["Retry-After"] == "5"


def away(*_args, **_options):
    """As PostgreSQL's library says it where nobody listens."""
    try:
        psycopg.connect("host=127.0.0.1 port=1 dbname=guides")
    except psycopg.OperationalError as error:
        raise OperationalError(*error.args) from error


def test_a_database_that_is_away_is_a_problem_and_one_line_for_all_who_ask(monkeypatch, caplog):
    monkeypatch.setattr(reading, "read_house", away)
    monkeypatch.setattr(outages, "DATABASE", outage := Outage("The database"))
    client = Client(raise_request_exception=False)
    for path in ("/api/v1/guides/", "/embed/nodes/guides/", "/guides/", "/api/v1/guides/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json"), path
        assert (answer["Retry-After"], answer["Cache-Control"]) == ("5", "no-store")
    assert client.get("/guides/", headers={"Accept": "text/html"})["Content-Type"].startswith("text/plain")
    assert [record.message[:27] for record in caplog.records] == ["The database can't be used:"]
    assert caplog.records[0].exc_info is None
    outage.end()
    assert "can be used again" in caplog.text


def test_a_disk_that_is_full_is_said_and_nothing_is_left_of_what_was_sent(as_user, monkeypatch, caplog):
    def fill(fd, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    client, before = as_user("admin"), sorted(settings.MEDIA_ROOT.rglob("*"))
    client.raise_request_exception = False
    monkeypatch.setattr("django.core.files.storage.filesystem.os.fdopen", fill)
    form = {"title": "A", "file": draw_picture("process"), "collection": 1}
    answer = client.post(reverse("wagtailimages:add"), form, headers={"Accept": "text/html"})
    assert (answer.status_code, "s disk is full, and nothing was saved" in answer.content.decode()) == (507, True)
    assert answer["Content-Type"].startswith("text/html"), "a page of the admin"
    assert sorted(settings.MEDIA_ROOT.rglob("*")) == before
    assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == [
        "The disk can't be used: [Errno 28] No space left on device"
    ]


def test_what_is_broken_is_not_called_busy(report, monkeypatch):
    monkeypatch.setattr(MistakeReport.objects, "create", broken)
    assert report().status_code == 500


@pytest.mark.parametrize(("state", "busy"), [("55P03", True), ("40001", True), ("53300", True), ("42P01", False)])
def test_postgresql_says_it_by_codes(state, busy):
    error = OperationalError("…")
    error.__cause__ = Postgres(state)
    assert (find_trouble(error) == Trouble.BUSY) is busy


def test_the_import_opens_its_own_transaction():
    assert importing.import_view.settles_itself
