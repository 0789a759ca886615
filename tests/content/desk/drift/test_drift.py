"""Where branches drift apart: prices, what nobody decided, what nobody looked at."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from content.desk.drift.drifts import DriftKind, find_drifts
from content.edition.models import Current
from content.model.branches.models import BranchPage, Offering
from content.model.guides.models import GuidePage

pytestmark = pytest.mark.django_db
TODAY = datetime.date.today


@pytest.fixture
def offered(peel) -> list[Offering]:
    """The peel, at three branches, for about the same price of today."""
    Offering.objects.filter(guide=peel).delete()
    return [
        Offering.objects.create(
            branch=branch,
            guide=peel,
            available=True,
            price_from=Decimal(price),
            currency="INR",
            price_valid_from=TODAY(),
        )
        for branch, price in zip(BranchPage.objects.order_by("slug"), ("1000", "1100", "1050"), strict=True)
    ]


def kinds(peel: GuidePage) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for drift in find_drifts(list(BranchPage.objects.all())):
        if drift.guide.pk == peel.pk:
            found.setdefault(drift.branch.slug, set()).add(str(drift.kind))
    return found


def test_what_agrees_is_not_told(offered, peel):
    assert kinds(peel) == {}


@pytest.mark.parametrize(("price", "is_told"), [("1400", True), ("1200", False), ("700", True)])
def test_a_price_far_from_the_middle(offered, peel, price, is_told):
    offered[0].price_from = Decimal(price)
    offered[0].save()
    assert (kinds(peel).get(offered[0].branch.slug) == {"price"}) == is_told


def test_prices_in_another_currency_are_no_measure(offered, peel):
    offered[0].price_from, offered[0].currency = Decimal("20"), "GBP"
    offered[0].save()
    assert kinds(peel) == {}


def test_a_price_that_others_name_and_one_that_is_old(offered, peel):
    offered[0].price_from = None
    offered[0].save()
    offered[1].price_valid_from = TODAY() - datetime.timedelta(days=400)
    offered[1].save()
    assert kinds(peel) == {offered[0].branch.slug: {"no_price"}, offered[1].branch.slug: {"old_price"}}


def test_what_nobody_decided_and_what_somebody_did(offered, peel):
    branch = offered[0].branch
    offered[1].available = False
    offered[1].save()
    offered[0].delete()
    assert kinds(peel) == {branch.slug: {"missing"}}


def test_a_note_that_nobody_has_looked_at(offered, peel):
    offered[0].note = "Summer offer."
    offered[0].save()
    assert kinds(peel) == {}
    before = timezone.now() - datetime.timedelta(days=200)
    Current.objects.filter(subject=offered[0].pk).update(updated_at=before)
    assert kinds(peel) == {offered[0].branch.slug: {"old_note"}}


def test_a_guide_that_is_not_public_is_not_compared(offered, peel):
    offered[0].delete()
    peel.unpublish()
    assert kinds(peel) == {}


def test_each_sees_their_own_branches_and_filters(offered, peel, as_user):
    for offering in offered:
        offering.price_valid_from = TODAY() - datetime.timedelta(days=500)
        offering.save()
    address = reverse("drift")
    html = as_user("editor").get(address).content.decode()
    assert "Skinpheras Delhi" in html
    html = as_user("mumbai").get(address, {"kind": "old_price"}).content.decode()
    assert "Skinpheras Mumbai" in html
    assert "Skinpheras Delhi" not in html
    assert str(DriftKind.MISSING.label) in html, "in the filter"
    assert "This branch has not set" not in html
    assert as_user("mumbai").get(address, {"kind": "nonsense"}).status_code == 200
