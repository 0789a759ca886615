"""Finds drift between branches: unusual prices, undecided guides, and offerings that were not checked for long."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.edition.models import Current
from content.model.branches.models import BranchPage, Offering
from content.model.branches.prices import show_amount
from content.model.days import show_day, today
from content.model.guides.models import GuidePage, find_sources
from content.model.vocabulary import Kind, State

#: A price is reported if it differs by more than this share from the median of all branches with its currency.
FAR = 0.25
#: With fewer prices the median means nothing.
ENOUGH_PRICES = 3
OLD_PRICE = timedelta(days=365)
OLD_NOTE = timedelta(days=180)


class DriftKind(TextChoices):
    PRICE = "price", gettext_lazy("Unusual price")
    NO_PRICE = "no_price", gettext_lazy("Missing price")
    OLD_PRICE = "old_price", gettext_lazy("Old price")
    MISSING = "missing", gettext_lazy("Availability not set")
    OLD_NOTE = "old_note", gettext_lazy("Old note")


@dataclass(frozen=True)
class Drift:
    branch: BranchPage
    guide: GuidePage
    kind: DriftKind
    sentence: str


def find_drifts(branches: list[BranchPage], sources: Iterable[GuidePage] | None = None) -> list[Drift]:
    """The differences of these branches from all branches, by branch and guide. Only public offerings count.

    `sources`: the guides that are looked at; None: all.
    """
    guides = {guide.pk: guide for guide in (find_sources().values() if sources is None else sources) if guide.live}
    offerings = list(Offering.objects.filter(guide__in=guides, branch__live=True).select_related("branch"))
    compared = _Compared(offerings)
    by_pair = {(offering.branch_id, offering.guide_id): offering for offering in offerings}
    found = [
        Drift(branch, guide, kind, sentence)
        for branch in branches
        if branch.live
        for guide in guides.values()
        for kind, sentence in compared.look_at(by_pair.get((branch.pk, guide.pk)))
    ]
    return sorted(found, key=lambda drift: (drift.branch.title, drift.guide.title, drift.kind))


class _Compared:
    """The values of all branches, with which one branch is compared."""

    def __init__(self, offerings: list[Offering]) -> None:
        self.today = today()
        self.prices: dict[Any, list[float]] = defaultdict(list)
        for offering in offerings:
            if offering.available and offering.price_from is not None:
                self.prices[offering.guide_id, offering.currency].append(float(offering.price_from))
        self.priced = {guide for guide, _currency in self.prices}
        changed = Current.objects.filter(kind=Kind.OFFERING, state=State.LIVE).values_list("subject", "updated_at")
        self.changed = dict(changed)

    def look_at(self, offering: Offering | None) -> Iterator[tuple[DriftKind, str]]:
        if offering is None:
            yield DriftKind.MISSING, _("This branch has not set whether it offers this treatment.")
            return
        if not offering.available:
            return
        if offering.price_from is None:
            if offering.guide_id in self.priced:
                yield DriftKind.NO_PRICE, _("Other branches give a price.")
        else:
            yield from self._look_at_price(offering, float(offering.price_from))
        since = self.changed.get(offering.pk)
        if offering.note and since and since.date() < self.today - OLD_NOTE:
            yield (
                DriftKind.OLD_NOTE,
                _("“%(note)s” has not changed since %(day)s.")
                % {
                    "note": offering.note,
                    "day": show_day(since.date()),
                },
            )

    def _look_at_price(self, offering: Offering, price: float) -> Iterator[tuple[DriftKind, str]]:
        prices = self.prices[offering.guide_id, offering.currency]
        middle = median(prices)
        if len(prices) >= ENOUGH_PRICES and middle and abs(price - middle) > FAR * middle:
            yield (
                DriftKind.PRICE,
                _("%(price)s. The median of %(n)d branches is %(middle)s.")
                % {
                    "price": show_amount(Decimal(str(price)), offering.currency),
                    "n": len(prices),
                    "middle": show_amount(Decimal(str(round(middle, 2))), offering.currency),
                },
            )
        if offering.price_valid_from and offering.price_valid_from < self.today - OLD_PRICE:
            yield (
                DriftKind.OLD_PRICE,
                _("Valid since %(day)s, more than a year ago.") % {"day": show_day(offering.price_valid_from)},
            )
