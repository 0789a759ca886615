"""Days as people write them are read in one way, or not at all."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from content.model.days import DateField, DateTimeField, find_days, has_begun, read_day, today

DAY = date(2026, 10, 25)


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-25",
        "2026/10/25",
        "2026.10.25",
        "2026-10-25T00:00",
        "2026-10-25 00:00:00",
        "2026-10-25 00:00:00.000",
        "25/10/2026",
        "10-25-2026",
        "25.10.2026",
        "25 Oct 2026",
        "25 October 2026",
        "Oct 25 2026",
        "October 25, 2026",
        "25 Oct 26",
        "25th Oct 2026",
        "25TH-OCT-2026",
        " 25  Oct/2026 ",
    ],
)
def test_a_day_is_read_however_it_is_written(text):
    assert find_days(text) == [DAY]
    assert read_day(text) == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1st Sept 2026", date(2026, 9, 1)),
        ("2nd SEPT 2026", date(2026, 9, 2)),
        ("3rd September 2026", date(2026, 9, 3)),
        ("2026-1-2", date(2026, 1, 2)),
        ("13/1/2026", date(2026, 1, 13)),
        ("1/13/2026", date(2026, 1, 13)),
        ("12/12/2026", date(2026, 12, 12)),
    ],
)
def test_what_can_be_one_day_only_is_that_day(text, day):
    assert find_days(text) == [day]


def test_what_can_be_two_days_is_refused_with_both():
    assert find_days("05/10/2026") == [date(2026, 5, 10), date(2026, 10, 5)]
    with pytest.raises(ValidationError) as refused:
        read_day("05/10/2026")
    assert refused.value.messages == ["“05/10/2026” could be 2026-05-10 or 2026-10-05. Enter the one you mean."]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-13-01",
        "31/02/2026",
        "13/13/2026",
        "0/5/2026",
        "2026-10/25",
        "25/10/26",
        "2026-10-25T09:30",
        "2026",
    ],
)
def test_what_is_no_day_is_refused_with_an_example(text):
    assert find_days(text) == []
    with pytest.raises(ValidationError) as refused:
        read_day(text)
    assert refused.value.messages == [f"“{text}” is not a date. Enter it like 2026-10-25."]


@pytest.mark.parametrize(("typed", "read"), [("25/10/2026", DAY), ("", None), (DAY, DAY)])
def test_a_field_reads_its_day_alike(typed, read):
    assert DateField(required=False).clean(typed) == read


@pytest.mark.parametrize("field", [DateField, DateTimeField])
def test_a_field_refuses_what_is_no_day(field):
    with pytest.raises(forms.ValidationError):
        field().clean("soon 09:30")


def test_a_field_reads_a_day_with_its_time(settings):
    settings.USE_TZ = False
    for typed in ("25 Oct 2026 09:30", " 25/10/2026 09:30 ", "2026-10-25 09:30:00", datetime(2026, 10, 25, 9, 30)):
        assert DateTimeField().clean(typed) == datetime(2026, 10, 25, 9, 30)
    assert DateTimeField().clean("2026-10-25T09:30") == datetime(2026, 10, 25, 9, 30)
    assert DateTimeField().clean("2026-10-25") == datetime(2026, 10, 25)


@pytest.mark.parametrize(("zone", "ahead"), [("Pacific/Kiritimati", 1), ("America/Los_Angeles", 0), ("UTC", 0)])
def test_today_is_by_the_calendar_of_the_house_and_a_day_has_begun_where_it_is_later(monkeypatch, zone, ahead):
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 10, 25, 11, tzinfo=UTC))
    with timezone.override(zone):
        assert today() == DAY
        assert has_begun(DAY + timedelta(days=ahead))
        assert not has_begun(DAY + timedelta(days=ahead + 1))
