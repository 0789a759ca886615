"""Coverage: a table of guides with the languages they exist in, and the branches that offer them."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from content.model.branches.models import Offering, find_branches
from content.model.guides.models import GuidePage
from content.model.ordering import ByCodePoint

#: The most guides in the table. All of them are listed under Guides.
MOST_ROWS = 30


class Cover(TextChoices):
    LIVE = "live", _("public")
    STALE = "stale", _("out of date")
    DRAFT = "draft", _("draft")
    NONE = "none", _("not translated")
    OFFERED = "offered", _("offered")
    NOT_OFFERED = "not_offered", _("not offered")


@dataclass(frozen=True)
class Row:
    title: str
    page: GuidePage
    locales: list[Cover]
    branches: list[Cover]


@dataclass(frozen=True)
class Coverage:
    locales: list[str]
    branches: list[str]
    rows: list[Row]
    more: int


def build_coverage() -> Coverage:
    """Always four queries."""
    locales = list(Locale.objects.order_by("pk"))
    branches = list(find_branches().filter(live=True).order_by(ByCodePoint("title")))
    guides: dict[Any, dict[int, GuidePage]] = defaultdict(dict)
    for page in GuidePage.objects.defer_streamfields().order_by("pk"):
        guides[page.translation_key][page.locale_id] = page
    offered = set(Offering.objects.filter(available=True).values_list("guide__translation_key", "branch_id"))
    rows = [
        Row(
            title=source.title,
            page=source,
            locales=[_cover(pages.get(locale.pk), source) for locale in locales],
            branches=[Cover.OFFERED if (key, branch.pk) in offered else Cover.NOT_OFFERED for branch in branches],
        )
        for key, pages in guides.items()
        for source in [min(pages.values(), key=lambda page: page.pk)]
    ]
    rows.sort(key=lambda row: row.title)
    names = [locale.get_display_name() for locale in locales]
    return Coverage(names, [branch.title for branch in branches], rows[:MOST_ROWS], max(0, len(rows) - MOST_ROWS))


def _cover(page: GuidePage | None, source: GuidePage) -> Cover:
    if page is None:
        return Cover.NONE
    if not page.live:
        return Cover.DRAFT
    return Cover.STALE if page.is_older_than(source) else Cover.LIVE
