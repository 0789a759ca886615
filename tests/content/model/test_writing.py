"""Amounts, days and moments are written as the reader's language does. A time names its zone."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import formats, timezone, translation
from wagtail.users.models import UserProfile

from content.model.branches.prices import show_amount
from content.model.days import show_day


@pytest.mark.parametrize(
    ("language", "amount", "currency", "written"),
    [
        ("en", "6900.50", "INR", "₹6,900.50"),
        ("en", "6900.00", "INR", "₹6,900"),
        ("hi", "750000.00", "INR", "₹7,50,000"),
        ("ar", "500.00", "AED", "\u200f500\xa0د.إ.\u200f"),
        ("en", "180.00", "GBP", "£180"),
    ],
)
def test_an_amount(language, amount, currency, written):
    with translation.override(language):
        assert show_amount(Decimal(amount), currency) == written


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "30 Nov 2026", "30 November 2026, 18:30 IST"),
        ("hi", "30 नवंबर 2026", "30 नवंबर 2026, 18:30 IST"),
        ("ar", "30 نوفمبر 2026", "30 نوفمبر 2026، 18:30 IST"),
    ],
)
def test_a_day_and_a_moment(language, day, moment):
    with translation.override(language), timezone.override("Asia/Kolkata"):
        assert show_day(date(2026, 11, 30)) == day
        local = timezone.localtime(datetime(2026, 11, 30, 13, tzinfo=UTC))
        assert formats.date_format(local, "DATETIME_FORMAT") == moment


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "zone"), [("mumbai", "Asia/Kolkata"), ("editor", "UTC")])
def test_a_time_is_entered_in_a_zone_that_is_named(as_user, django_user_model, name, zone, mesotherapy):
    """A branch editor's is the branch's from the first log-in on; who has branches in several chooses one."""
    client = as_user(name)
    profile = UserProfile.get_for_user(django_user_model.objects.get(username=name))
    assert (profile.current_time_zone or "UTC") == zone
    if name == "editor":
        html = as_user("publisher").get(reverse("wagtailadmin_pages:edit", args=[mesotherapy.pk])).content.decode()
        assert html.count("Times are in the time zone UTC, where it is") >= 2
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
