"""What each branch says of a guide: whether it offers it, its price and its next one, and where it differs."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.desk.access.pages import reads_everything
from content.desk.drift.drifts import DriftKind, find_drifts
from content.desk.glance.looking import Look
from content.model.branches.models import BranchPage, Offering, find_branches
from content.model.branches.policy import offering_branches
from content.model.branches.prices import show_amount
from content.model.days import show_day
from content.model.guides.models import GuidePage
from content.model.ordering import ByCodePoint


class Offered(TextChoices):
    OFFERED = "offered", gettext_lazy("offered")
    NOT_OFFERED = "not_offered", gettext_lazy("not offered")
    NONE = "none", gettext_lazy("not set")


@dataclass(frozen=True)
class AtBranch:
    """`address`: the row of the grid; empty for users who may not edit it. `remarks`: what is unusual."""

    branch: BranchPage
    offered: Offered
    price: str = ""
    practitioner: Any = None
    note: str = ""
    address: str = ""
    remarks: list[str] = field(default_factory=list)


def read_branches(look: Look) -> list[AtBranch]:
    """The public branches, and others that the user works on or reads, by name. The same queries for any number."""
    own = list(offering_branches(look.user))
    reads_all, editable = reads_everything(look.user), {branch.pk for branch in own}
    offerings = Offering.objects.filter(guide=look.source).select_related("practitioner")
    by_branch = {offering.branch_id: offering for offering in offerings}
    remarks: dict[int, list[str]] = defaultdict(list)
    for drift in find_drifts(own, GuidePage.objects.filter(pk=look.source.pk)):
        if drift.kind != DriftKind.MISSING:  # said by the state already
            remarks[drift.branch.pk].append(drift.sentence)
    grid = reverse("every_offering")
    return [
        _read(
            branch,
            by_branch.get(branch.pk),
            address=f"{grid}?branch={branch.pk}&guide={look.source.pk}" if branch.pk in editable else "",
            remarks=remarks[branch.pk],
        )
        for branch in find_branches().order_by(ByCodePoint("title"))
        if branch.live or reads_all or branch.pk in editable
    ]


def _read(branch: BranchPage, offering: Offering | None, **found: Any) -> AtBranch:
    if offering is None:
        return AtBranch(branch, Offered.NONE, **found)
    if not offering.available:
        return AtBranch(branch, Offered.NOT_OFFERED, **found)
    offering.branch = branch
    said: dict[str, Any] = {"practitioner": offering.practitioner, "note": offering.note}
    return AtBranch(branch, Offered.OFFERED, price=_say_price(offering), **said, **found)


def _say_price(offering: Offering) -> str:
    if plan := offering.describe_plan():
        return plan
    if offering.price_from is None:
        return ""
    price = show_amount(offering.price_from, offering.currency)
    if offering.price_valid_from is None:
        return price
    return _("%(price)s, valid from %(day)s") % {"price": price, "day": show_day(offering.price_valid_from)}
