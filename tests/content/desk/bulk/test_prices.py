"""Prices and practitioners of many offerings change at once, and come back at once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from content.desk.bulk import rows
from content.desk.bulk.models import BulkOperation
from content.edition.models import Release
from content.model.branches.models import Offering
from content.model.days import today
from content.model.snippets.models import Clinician
from tests.support.bulk_forms import apply, fill, preview, send
from tests.support.offering_forms import said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_menu")]
TEN_PERCENT = {"way": "percent", "by": "10", "currency": "INR", "step": "50"}


def prices() -> dict[str, str]:
    return {
        f"{one.branch.slug}: {one.guide.slug}": f"{one.price_from:.0f}"
        for one in Offering.objects.exclude(price_from=None).select_related("branch", "guide")
    }


def named(answer) -> list[str]:
    return [row.name for row in answer.context["rows"]]


def test_prices_rise_together_in_one_release_and_come_back_in_one(as_user, api):
    before, client, release = prices(), as_user("editor"), Release.objects.count()
    choice = TEN_PERCENT | {"valid_from": str(today())}
    seen = preview(client, "price", **choice)
    assert prices() == before
    assert "₹6,500 → ₹7,150" in " ".join(
        f"{one.old} → {one.new}" for row in seen.context["rows"] for one in row.differences
    )
    answer = send(client, seen, fill(seen, without=["Skinpheras Delhi (sample): Mesotherapy for hair"]))
    changed = {name: price for name, price in prices().items() if price != before[name]}
    assert changed == {
        "mumbai: mesotherapy-for-hair": "7150",
        "mumbai: microneedling-for-acne-scars": "8250",
        "mumbai: platelet-rich-plasma-for-hair": "9900",
        "mumbai: superficial-chemical-peel": "3850",
        "delhi: superficial-chemical-peel": "4200",
    }
    assert api("branches/mumbai/guides/mesotherapy-for-hair/").json()["offering"]["price_from"]["amount"] == "7150.00"
    assert Release.objects.count() == release + 1
    assert Release.objects.order_by("-number")[0].reason == "Prices +10 %"
    assert ModelLogEntry.objects.filter(action="content.bulk").count() == len(changed)
    assert "5 rows were changed" in said(answer)
    undone = client.post(answer.request["PATH_INFO"], follow=True)
    assert "Undone." in said(undone)
    assert (prices(), Release.objects.count()) == (before, release + 2)
    assert "already been undone" in said(client.post(answer.request["PATH_INFO"], follow=True))


def test_a_row_that_was_changed_since_is_named_and_nothing_is_written(as_user):
    client = as_user("editor")
    seen = preview(client, "price", **TEN_PERCENT, valid_from=str(today()))
    Offering.objects.filter(branch__slug="mumbai", guide__slug="mesotherapy-for-hair").update(price_from=6600)
    before = prices()
    answer = send(client, seen, fill(seen))
    assert prices() == before
    assert "Mesotherapy for hair – Skinpheras Mumbai (sample)" in said(answer)
    assert not BulkOperation.objects.exists()
    send(client, answer, fill(answer))  # it shows what is stored now, and can be sent again
    assert prices()["mumbai: mesotherapy-for-hair"] == "7250"


def test_undoing_leaves_alone_what_was_changed_since_and_says_so(as_user):
    client, before = as_user("editor"), prices()
    answer = apply(client, "price", **TEN_PERCENT, valid_from=str(today()))
    Offering.objects.filter(branch__slug="delhi", guide__slug="mesotherapy-for-hair").update(price_from=5)
    Offering.objects.filter(branch__slug="mumbai", guide__slug="mesotherapy-for-hair").update(note="Another note.")
    Offering.objects.filter(branch__slug="mumbai", guide__slug="superficial-chemical-peel").update(currency="AED")
    undone = client.post(answer.request["PATH_INFO"], follow=True)
    assert prices() == before | {"delhi: mesotherapy-for-hair": "5", "mumbai: superficial-chemical-peel": "3850"}
    left = [
        "Skinpheras Delhi (sample): Mesotherapy for hair has changed since.",
        "Skinpheras Mumbai (sample): Superficial chemical peel has changed since.",
    ]
    assert BulkOperation.objects.get().left == left
    assert left[0] in undone.content.decode()
    assert Offering.objects.filter(note="Another note.").exists()


def test_an_unusual_price_is_asked_about(as_user):
    client, before = as_user("editor"), prices()
    seen = preview(client, "price", way="set", by="70", currency="GBP", valid_from=str(today()))
    asking = [row.name for row in seen.context["rows"] if row.asked]
    assert asking == ["Skinpheras London (sample): Platelet-rich plasma for hair"]
    answer = send(client, seen, fill(seen, confirm=False))
    assert "from £320 to £70" in said(answer)
    assert prices() == before
    send(client, answer, fill(answer))
    assert [price for name, price in prices().items() if "london" in name] == ["70", "70"]


def test_a_price_of_a_later_day_waits(as_user):
    day = today() + timedelta(days=30)
    apply(as_user("mumbai"), "price", way="amount", by="-500", currency="INR", valid_from=str(day))
    offering = Offering.objects.get(branch__slug="mumbai", guide__slug="mesotherapy-for-hair")
    assert (offering.price_from, offering.next_price, offering.next_valid_from) == (Decimal(6500), Decimal(6000), day)


def test_an_amount_needs_its_currency(as_user):
    answer = preview(as_user("editor"), "price", way="amount", by="500", valid_from=str(today()))
    assert "currency" in answer.context["choice"].errors
    assert answer.context["rows"] is None


def test_a_branch_manager_changes_their_own_branch_and_sees_no_others(as_user):
    client, choice = as_user("mumbai"), TEN_PERCENT | {"valid_from": str(today())}
    every = preview(as_user("editor"), "price", **choice)
    forged = send(client, every, fill(every))
    assert "Some rows have changed" in said(forged)
    assert not BulkOperation.objects.exists()
    assert {name.partition(":")[0] for name in named(preview(client, "price", **choice))} == {
        "Skinpheras Mumbai (sample)"
    }
    done = apply(as_user("editor"), "price", **choice).request["PATH_INFO"]
    assert client.get(done).status_code == client.post(done).status_code == 302
    assert client.get(reverse("bulk")).context["operations"] == []
    assert client.get(reverse("bulk_change", args=["words"])).status_code == 302
    assert BulkOperation.objects.get().undone_at is None


def test_a_form_that_is_sent_twice_makes_one_operation(as_user):
    client = as_user("editor")
    seen = preview(client, "price", **TEN_PERCENT, valid_from=str(today()))
    data = fill(seen)
    first, second = (send(client, seen, data).request["PATH_INFO"] for _time in range(2))
    assert first == second
    assert prices()["mumbai: mesotherapy-for-hair"] == "7150"


def test_more_than_one_operation_may_change_is_refused_with_what_to_do(as_user, monkeypatch):
    monkeypatch.setattr("content.desk.bulk.offerings.MOST_OFFERINGS", 2)
    monkeypatch.setattr("content.desk.bulk.offerings.fill_forms", None)  # it is refused before it costs much
    with CaptureQueriesContext(connection) as asked:
        answer = preview(as_user("editor"), "price", **TEN_PERCENT, valid_from=str(today()))
    assert not [one for one in asked if "safety_blocks" in one["sql"]], "no words of guides are read"
    assert rows.TooMuch(2).message in said(answer)
    assert answer.context["rows"] is None


def test_a_practitioner_is_replaced_where_they_treat(as_user):
    rao, khan = Clinician.objects.order_by("pk")[:2]
    apply(as_user("editor"), "practitioner", before=rao.pk, after=khan.pk)
    assert not Offering.objects.filter(practitioner=rao).exists()
    assert Offering.objects.filter(practitioner=None, branch__slug="delhi").exists()
