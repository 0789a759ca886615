"""Reports of mistakes: taken from anyone, bounded, and seen by editors only."""

import json
import re

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from wagtail.users.models import UserProfile

from content.desk.mistakes.models import MistakeReport
from content.model.outbox.models import Message
from tests.support.mails import told
from tests.support.tabs import read_shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def report(client, mesotherapy):
    def send(**changes):
        body = {
            "guide": str(mesotherapy.translation_key),
            "locale": "en",
            "version": 1,
            "section": "process",
            "text": "It took two hours.",
        }
        return client.post("/app/mistakes/", json.dumps(body | changes), content_type="application/json")

    return send


def test_a_report_is_kept_with_the_edition_that_was_shown(report, mesotherapy):
    assert report().status_code == 201
    kept = MistakeReport.objects.get()
    assert (kept.text, kept.section) == ("It took two hours.", "process")
    assert (str(kept.edition.subject), kept.edition.version) == (str(mesotherapy.translation_key), 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 99},
        {"version": 10**30},
        {"version": "1; DROP"},
        {"guide": "x"},
        {"guide": None},
        {"section": "hero"},
        {"text": ""},
        {"text": "   "},
        {"text": "x" * 1001},
        {"text": "a\u0000b"},
        {"text": ["a"]},
        {"locale": "xx"},
    ],
)
def test_a_bad_report_is_refused_by_field(report, changes):
    answer = report(**changes)
    assert answer.status_code == 400
    assert answer.json()
    assert not MistakeReport.objects.exists()


@pytest.mark.parametrize("body", [" ", "{", "[" * 5000, '"\\ud800"', '{"text": "\\ud800"}', "null", "[]"])
def test_what_is_no_report_is_refused(client, body):
    assert client.post("/app/mistakes/", body, content_type="application/json").status_code == 400


def test_what_is_too_large_is_not_read(client):
    assert client.post("/app/mistakes/", "x" * 10_001, content_type="application/json").status_code == 413


def test_the_eleventh_within_an_hour_has_to_wait(report):
    assert [report().status_code for _time in range(11)] == [201] * 10 + [429]
    assert int(report().headers["Retry-After"]) > 0


def test_a_flood_of_reports_is_no_flood_of_mails(report, monkeypatch):
    monkeypatch.setattr("content.desk.mistakes.views.MOST_TOLD", 2)
    before = Message.objects.filter(topic="notices").count()
    for expected in (1, 2, 2):
        assert report(section="safety").status_code == 201
        kept = Message.objects.filter(topic="notices")[before:]
        assert len({message.payload["notices"][0]["data"]["report"] for message in kept}) == expected
    assert MistakeReport.objects.count() == 3
    mails = [mail for mail in told() if "reports a mistake" in mail.subject]
    assert mails
    assert not any("List-Unsubscribe" in mail.extra_headers for mail in mails), "of safety everybody is told"


def test_nobody_can_read_reports_from_outside(client, report, as_user):
    report()
    assert client.get("/app/mistakes/").status_code == 405
    listing = "/admin/snippets/content/mistakereport/"
    assert client.get(listing).status_code == 302
    assert "It took two hours." in as_user("editor").get(listing).content.decode()
    assert as_user("mumbai").get(listing).status_code == 302


def test_an_editor_answers_and_ticks_it_off_without_changing_it(report, as_user):
    report()
    kept = MistakeReport.objects.get()
    address = f"/admin/snippets/content/mistakereport/edit/{kept.pk}/"
    editor = as_user("editor")
    typed = {"is_done": "on", "answer": "Mended.", "text": "changed"}
    editor.post(address, read_shown(editor, address) | typed)
    kept.refresh_from_db()
    assert (kept.is_done, kept.answer, kept.text) == (True, "Mended.", "It took two hours.")


def test_the_list_says_done_in_the_readers_language(report, as_user):
    report()
    editor = as_user("editor")
    UserProfile.objects.update_or_create(
        user=get_user_model().objects.get(username="editor"), defaults={"preferred_language": "hi"}
    )
    html = editor.get("/admin/snippets/content/mistakereport/").content.decode()
    assert re.search(r"<title[^>]*>\s*नहीं\s*</title>|>\s*नहीं\s*<", html)
    assert "False" not in html
