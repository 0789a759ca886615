"""A price of a later day waits for it; one that is far from the one before is asked about."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from content.edition.models import Release
from content.model.branches.models import Offering
from content.release.scheduled_prices import put_due_in_force
from tests.support.offering_forms import form_data, said, send_table

pytestmark = pytest.mark.django_db
MESO = "mesotherapy-for-hair"
#: The clocks of Mumbai are five and a half hours ahead of UTC.
EVE = datetime(2027, 11, 30, 18, 29, tzinfo=UTC)
DAY = EVE + timedelta(minutes=1)


def at(monkeypatch, moment: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def offering(mumbai):
    return Offering.objects.get(branch=mumbai, guide__slug=MESO)


@pytest.fixture
def price(api):
    return lambda: api(f"branches/mumbai/guides/{MESO}/").json()["offering"]["price_from"]


def save(client, branch, **cells):
    data = form_data(client, branch, mesotherapy_for_hair=cells)
    return client.post(reverse("offerings", args=[branch.pk]), data, follow=True)


def test_a_price_of_a_later_day_goes_public_on_that_day_at_the_branch(as_user, mumbai, offering, price, monkeypatch):
    old, client = price(), as_user("mumbai")
    answer = save(client, mumbai, price_from="7500", price_valid_from="2027-12-01")
    assert "1 offering saved" in said(answer)
    assert "until 30 Nov 2027, then ₹7,500" in answer.content.decode()
    assert price() == old
    at(monkeypatch, EVE)
    assert put_due_in_force() == []
    at(monkeypatch, DAY)
    assert put_due_in_force() == [str(offering)]
    assert price() == {"amount": "7500.00", "currency": "INR", "valid_from": "2027-12-01"}
    assert Release.objects.latest("number").reason == "Scheduled price"
    offering.refresh_from_db()
    assert (offering.next_price, offering.next_valid_from) == (None, None)
    assert put_due_in_force() == []


def test_a_process_that_dies_there_leaves_the_price_waiting(offering, price, monkeypatch):
    old = price()
    Offering.objects.filter(pk=offering.pk).update(next_price=7500, next_valid_from="2027-12-01")
    at(monkeypatch, DAY)
    with monkeypatch.context() as dying:
        dying.setattr("content.model.publishing.settle", lambda publication: 1 / 0)
        assert put_due_in_force() == []
    assert price() == old
    assert put_due_in_force() == [str(offering)]
    assert price()["amount"] == "7500.00"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            {"price_from": "8000", "price_valid_from": "2028-01-01"},
            "A next price is set already: ₹7,500 from 1 Dec",
        ),
        ({"next_price": "8000", "next_valid_from": "2026-01-01"}, "This day has begun at Skinpheras Mumbai"),
        ({"next_price": "8000", "next_valid_from": ""}, "Say from which day the next price holds"),
        ({"next_price": ""}, "Say what the price is from that day on"),
        ({"price_from": "75", "currency": "GBP", "price_valid_from": "2028-01-01"}, "change that first"),
    ],
)
def test_what_can_not_be_the_next_price_is_refused_with_a_sentence(as_user, mumbai, offering, cells, sentence):
    Offering.objects.filter(pk=offering.pk).update(next_price=7500, next_valid_from="2027-12-01")
    answer = save(as_user("mumbai"), mumbai, **cells)
    assert sentence in answer.content.decode()
    offering.refresh_from_db()
    assert (offering.next_price, offering.next_valid_from) == (7500, date(2027, 12, 1))


def test_a_next_price_is_set_by_a_table_and_removed_and_undone(as_user, mumbai, offering, price):
    old, client = price(), as_user("mumbai")
    table = f"guide,price_from,currency,price_valid_from\n{MESO},7500,INR,2027-12-01\n"
    for saved in ("1 offering saved", "0 offerings saved"):  # the same table again changes nothing
        assert saved in said(send_table(client, mumbai, table))
    assert "1 offering saved" in said(save(client, mumbai, next_price="", next_valid_from=""))
    assert (Offering.objects.get(pk=offering.pk).next_price, price()) == (None, old)
    batch = client.get(reverse("offering_changes")).context["batches"][0][0]
    client.post(reverse("offering_changes"), {"batch": batch.pk})
    assert Offering.objects.get(pk=offering.pk).next_price == Decimal(7500)


def test_an_unusual_price_is_saved_only_once_it_is_confirmed(as_user, mumbai, offering, price):
    old, client = price(), as_user("mumbai")
    grid = reverse("offerings", args=[mumbai.pk])
    Offering.objects.filter(pk=offering.pk).update(price_from=7500)
    answer = save(client, mumbai, price_from="750000")
    assert "The price goes from ₹7,500 to ₹750,000. Is that right?" in answer.content.decode()
    (row,) = [form for form in answer.context["forms"] if form.asked]
    data = row.data.copy()
    data[row.confirmed_name] = row.asked
    client.post(grid, {**data, row.add_prefix("price_from"): "7500000"})  # another price than was confirmed
    assert price() == old
    client.post(grid, data)
    assert price()["amount"] == "750000.00"


def test_an_unusual_price_of_a_table_is_named_before_it_is_saved(as_user, mumbai, offering):
    client, address = as_user("mumbai"), reverse("offerings_csv", args=[mumbai.pk])
    Offering.objects.filter(pk=offering.pk).update(price_from=7500)
    text = f"guide,price_from\n{MESO},75\n"
    for answer in (client.post(address, {"text": text}), client.post(address, {"text": text, "replace": "on"})):
        assert "The price goes from ₹7,500 to ₹75. Is that right?" in answer.content.decode()
        assert Offering.objects.get(pk=offering.pk).price_from == 7500
    (row,) = answer.context["rows"]
    client.post(address, {"text": text, row.confirmed_name: row.asked})
    assert Offering.objects.get(pk=offering.pk).price_from == 75


def test_a_launch_keeps_the_price_of_today_until_the_day_of_the_next(mumbai, offering):
    from content.desk.launches.models import Launch, LaunchOffering

    item = LaunchOffering(
        launch=Launch(), branch=mumbai, guide=offering.guide, price_from=Decimal(7500), currency="INR"
    )
    item.price_valid_from = date(2027, 12, 1)
    assert (item.build().price_from, item.build().next_price) == (offering.price_from, 7500)
    item.launch.planned_at = DAY
    assert (item.build().price_from, item.build().next_price) == (7500, None)
