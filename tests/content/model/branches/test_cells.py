"""Days and amounts as people and spreadsheets write them."""

import time
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from content.model.branches.prices import read_amount
from content.model.days import read_day

OCTOBER = date(2026, 10, 25)


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-25",
        "2026/10/25",
        "2026.10.25",
        "2026-10-25 00:00:00",
        "2026-10-25T00:00",
        "25/10/2026",
        "10/25/2026",
        "25.10.2026",
        "25-10-2026",
        "25 Oct 2026",
        "25 October 2026",
        "Oct 25, 2026",
        "October 25th, 2026",
        "25-Oct-26",
        "25th oct 2026",
        " 25\u00a0Oct\u00a02026 ",
    ],
)
def test_a_day_that_can_be_read_in_one_way_is_taken(text):
    assert read_day(text) == OCTOBER


def test_day_and_month_of_one_number_are_in_either_order():
    assert read_day("05/05/2026") == date(2026, 5, 5)


@pytest.mark.parametrize("text", ["05/10/2026", "5.10.2026", "10-5-2026", "1/2/2027"])
def test_a_day_that_can_be_two_is_refused_with_both(text):
    with pytest.raises(ValidationError, match=r"could be 202\d-\d\d-\d\d or 202\d-\d\d-\d\d"):
        read_day(text)


@pytest.mark.parametrize(
    "text", ["46300", "25/10/26", "31/04/2026", "30/30/2026", "tomorrow", "2026-13-01", "0/5/2026", "2026-10-25 09:30"]
)
def test_what_is_no_day_is_refused_with_the_way_to_write_it(text):
    with pytest.raises(ValidationError, match="Enter it like 2026-10-25"):
        read_day(text)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("1250", "1250", None),
        ("1250.00", "1250", None),
        ("1.250,00", "1250", None),
        ("1,250.00", "1250", None),
        ("£250.00", "250", "GBP"),
        ("250,00 €", "250", "EUR"),
        ("1\u00a0250,50", "1250.50", None),
        ("1\u202f250,50\u00a0€", "1250.50", "EUR"),
        ("₹1,50,000", "150000", "INR"),
        ("Rs. 1,50,000.50", "150000.50", "INR"),
        ("1,250,000", "1250000", None),
        ("1.250.000,5", "1250000.5", None),
        ("1'250.00", "1250", None),
        ("INR 3500", "3500", "INR"),
        ("3500 aed", "3500", "AED"),
        ("US$249.50", "249.50", "USD"),
        ("0,125", "0.125", None),
        ("249,5", "249.5", None),
        ("-5", "-5", None),
    ],
)
def test_an_amount_that_can_be_read_in_one_way_is_taken(text, amount, currency):
    assert read_amount(text) == (Decimal(amount), currency)


@pytest.mark.parametrize("text", ["1.250", "1,250", "£12.345"])
def test_an_amount_that_can_be_two_is_refused_with_both(text):
    with pytest.raises(ValidationError, match="Enter the one you mean"):
        read_amount(text)


@pytest.mark.parametrize(
    "text", ["much", "12,34.50", "12 50", "1.2.3", "1,250.000,5", "£250 €", "250 apples", "1e3", "(250)", "12:30"]
)
def test_what_is_no_amount_is_refused_with_the_way_to_write_it(text):
    with pytest.raises(ValidationError, match=r"Enter it like 1250\.00"):
        read_amount(text)


@pytest.mark.parametrize("text", ["1" + " " * 20_000 + "x y", "1 " * 10_000 + "x y", "1," * 10_000 + "x 1"])
def test_what_is_no_amount_is_refused_in_little_time_however_long_it_is(text):
    began = time.process_time()
    with pytest.raises(ValidationError):
        read_amount(text)
    assert time.process_time() - began < 1
