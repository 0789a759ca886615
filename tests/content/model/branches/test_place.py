"""When a branch is open, and in which time zone."""

import time

import pytest
from django.core.exceptions import ValidationError

from content.model.branches.models import BranchPage
from content.model.branches.zones import explain_zone
from tests.support.tabs import open_form, page_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def mumbai():
    return BranchPage.objects.get(slug="mumbai")


@pytest.mark.parametrize(
    ("written", "country", "meant"),
    [
        ("IST", "IN", "Asia/Kolkata"),
        ("ist", "IN", "Asia/Kolkata"),
        ("Asia/Kolkatta", "IN", "Asia/Kolkata"),
        ("asia/kolkata", "IN", "Asia/Kolkata"),
        ("Kolkata", "IN", "Asia/Kolkata"),
        ("Mumbai", "IN", "Asia/Kolkata"),
        ("UTC+5:30", "IN", "Asia/Kolkata"),
        ("BST", "GB", "Europe/London"),
        ("GB", "GB", "Europe/London"),
        ("Europe/Londn", "GB", "Europe/London"),
        ("London", "GB", "Europe/London"),
        ("EST", "US", "America/New_York"),
        ("America/Los Angeles", "US", "America/Los_Angeles"),
        ("PDT", "US", "America/Los_Angeles"),
        ("Dubai", "AE", "Asia/Dubai"),
        ("GST", "AE", "Asia/Dubai"),
        ("Etc/GMT+5", "US", "America/New_York"),
    ],
)
def test_what_is_no_time_zone_is_refused_with_the_right_name(written, country, meant):
    said = explain_zone(written, country)
    assert said.startswith(f"“{written}” is not a time zone.")
    assert f"Did you mean {meant}" in said


@pytest.mark.parametrize("name", ["Asia/Kolkata", "Asia/Calcutta", "America/Argentina/Buenos_Aires", "UTC"])
def test_a_name_of_the_database_is_taken(name):
    assert explain_zone(name, "IN") == ""


def test_it_is_refused_in_the_form_and_by_the_page(as_user, mumbai):
    client = as_user("admin")
    answer = client.post(page_address(mumbai), open_form(client, page_address(mumbai)) | {"time_zone": "IST"})
    assert "Did you mean Asia/Kolkata" in answer.content.decode()
    mumbai.time_zone = "Asia/Kolkatta"
    with pytest.raises(ValidationError, match="Did you mean Asia/Kolkata"):
        mumbai.full_clean()


def test_the_form_suggests_the_names(as_user, mumbai):
    html = as_user("admin").get(page_address(mumbai)).content.decode()
    assert '<option value="Asia/Kolkata">' in html


def hours(data: dict, *rows) -> dict:
    kept = {name: value for name, value in data.items() if not name.startswith("opening_hours-")}
    kept |= {
        "opening_hours-TOTAL_FORMS": len(rows),
        "opening_hours-INITIAL_FORMS": 0,
        "opening_hours-MIN_NUM_FORMS": 0,
        "opening_hours-MAX_NUM_FORMS": 1000,
    }
    for number, (day, opens, closes) in enumerate(rows):
        row = {"id": "", "day": day, "opens": opens, "closes": closes, "ORDER": number + 1, "DELETE": ""}
        kept |= {f"opening_hours-{number}-{name}": value for name, value in row.items()}
    return kept


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("monday", "09:00", "17:00"), ("monday", "09:00", "17:00")], "Monday has overlapping hours"),
        ([("monday", "09:00", "17:00"), ("monday", "16:59", "20:00")], "it is already open from 09:00 to 17:00"),
        (
            [("monday", "12:00", "13:00"), ("sunday", "10:00", "12:00"), ("monday", "09:00", "20:00")],
            "Monday has overlapping hours",
        ),
        (
            [("friday", "08:00", "20:00"), ("friday", "09:00", "10:00"), ("friday", "19:00", "21:00")],
            "from 08:00 to 20:00",
        ),
        ([("friday", "18:00", "02:00")], "For hours past midnight, add two lines"),
        ([("friday", "18:00", "18:00")], "Closing time must be after opening time."),
        (
            [("friday", "18:00", "23:59"), ("saturday", "00:00", "02:00"), ("saturday", "01:00", "03:00")],
            "Saturday has overlapping hours",
        ),
    ],
)
def test_hours_that_can_not_be_are_refused(as_user, mumbai, rows, sentence):
    client = as_user("admin")
    answer = client.post(page_address(mumbai), hours(open_form(client, page_address(mumbai)), *rows))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_a_day_with_a_break_and_a_night_in_two_lines_are_taken(as_user, mumbai):
    rows = [
        ("monday", "09:00", "13:00"),
        ("monday", "13:00", "17:00"),
        ("friday", "18:00", "23:59"),
        ("saturday", "00:00", "02:00"),
    ]
    mumbai.opening_hours.clear()
    mumbai.save()
    mumbai.save_revision()
    client = as_user("admin")
    answer = client.post(page_address(mumbai), hours(open_form(client, page_address(mumbai)), *rows))
    assert answer.status_code == 302
    draft = BranchPage.objects.get(pk=mumbai.pk).get_latest_revision_as_object()
    assert [one.day for one in draft.opening_hours.all()] == ["monday", "monday", "friday", "saturday"]


def test_what_is_no_time_zone_is_refused_in_little_time_however_long_it_is():
    began = time.process_time()
    assert explain_zone("a" + " " * 40_000 + "b", "IN")
    assert time.process_time() - began < 1
