"""Finds drift between branches: unusual prices, undecided guides, and offerings that were not checked for long."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from statistics import median
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.edition.models import Current
from content.model.branches.models import BranchPage, Offering
from content.model.branches.prices import show_amount
from content.model.days import show_day, today
from content.model.guides.models import GuidePage
from content.model.ordering import ByCodePoint
from content.model.sources import keep_sources
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


def find_drifts(branches: list[BranchPage], sources: Any = None, kind: str = "") -> "Drifts":
    """The differences of these branches from all branches, by branch and guide. Only public offerings count.

    `sources`: a query set of the source pages that are looked at; None: all. `kind`: only drifts of it.
    """
    guides = keep_sources(GuidePage.objects.all()) if sources is None else sources
    return Drifts([branch for branch in branches if branch.live], guides.filter(live=True), kind)


#: What is compared. Many rows are read, so that they are no models.
_COMPARED = ("pk", "branch_id", "guide_id", "available", "price_from", "currency", "price_valid_from", "note")


class Drifts:
    """Counted, and shown a page at a time: a group has a million pairs of branch and guide."""

    def __init__(self, branches: list[BranchPage], guides: Any, kind: str) -> None:
        self._kind, self._guides = kind, guides
        self._branches = sorted(branches, key=lambda branch: branch.title)
        self._keys = list(guides.order_by(ByCodePoint("title"), "pk").values_list("pk", flat=True))
        rows = Offering.objects.filter(guide__in=guides.values("pk"), branch__live=True).order_by()
        self._compared = _Compared(rows)
        self._offered: dict[int, dict[int, Any]] = {branch.pk: {} for branch in self._branches}
        for offering in self._compared.offerings:
            if offering.branch_id in self._offered:
                self._offered[offering.branch_id][offering.guide_id] = offering
        self._numbers = {branch.pk: self._count(branch) for branch in self._branches}

    def __len__(self) -> int:
        return sum(self._numbers.values())

    def __iter__(self) -> Iterator[Drift]:
        return iter(self[: len(self)])

    def __getitem__(self, shown: slice) -> list[Drift]:
        start = shown.start or 0
        found = list(islice(self._iterate(start), shown.stop - start))
        pages = self._guides.defer_streamfields().select_related("locale")
        guides = pages.in_bulk({key for _branch, key, _kind, _sentence in found})
        return [Drift(branch, guides[key], kind, sentence) for branch, key, kind, sentence in found if key in guides]

    def _iterate(self, start: int) -> Iterator[tuple[BranchPage, int, DriftKind, str]]:
        """From so many on. Branches before it are passed over."""
        for branch in self._branches:
            if start < self._numbers[branch.pk]:
                found = ((branch, key, *one) for key in self._keys for one in self._look_at(branch, key))
                yield from islice(found, start, None)
            start = max(0, start - self._numbers[branch.pk])

    def _count(self, branch: BranchPage) -> int:
        offered = self._offered[branch.pk]
        missing = len(self._keys) - len(offered) if self._kind in ("", DriftKind.MISSING) else 0
        return missing + sum(len(self._look_at(branch, key)) for key in offered)

    def _look_at(self, branch: BranchPage, key: int) -> list[tuple[DriftKind, str]]:
        found = self._compared.look_at(self._offered[branch.pk].get(key))
        return sorted(one for one in found if self._kind in ("", one[0]))


class _Compared:
    """The values of all branches, with which one branch is compared. `rows`: a query set of offerings."""

    def __init__(self, rows: Any) -> None:
        self.today = today()
        self.offerings = list(rows.values_list(*_COMPARED, named=True))
        self.prices: dict[Any, list[float]] = defaultdict(list)
        for offering in self.offerings:
            if offering.available and offering.price_from is not None:
                self.prices[offering.guide_id, offering.currency].append(float(offering.price_from))
        self.priced = {guide for guide, _currency in self.prices}
        self.middles = {of: median(prices) for of, prices in self.prices.items()}
        noted = rows.exclude(note="").values("pk")
        old = datetime.combine(self.today - OLD_NOTE, time.min, UTC)
        public = Current.objects.filter(kind=Kind.OFFERING, state=State.LIVE, updated_at__lt=old, subject__in=noted)
        #: Old notes: offering -> since when readers see it.
        self.noted = dict(public.values_list("subject", "updated_at"))

    def look_at(self, offering: Any) -> Iterator[tuple[DriftKind, str]]:
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
        if since := self.noted.get(offering.pk):
            yield (
                DriftKind.OLD_NOTE,
                _("“%(note)s” has not changed since %(day)s.")
                % {
                    "note": offering.note,
                    "day": show_day(since.date()),
                },
            )

    def _look_at_price(self, offering: Any, price: float) -> Iterator[tuple[DriftKind, str]]:
        prices = self.prices[offering.guide_id, offering.currency]
        middle = self.middles[offering.guide_id, offering.currency]
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
