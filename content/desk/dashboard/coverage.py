"""Coverage: a table of guides with the languages they exist in, and the branches that offer them."""

from dataclasses import dataclass

from django.db.models import Count, TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from content.model.branches.models import Offering, find_branches
from content.model.guides.models import GuidePage
from content.model.ordering import ByCodePoint
from content.model.sources import keep_sources

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
    """Always six queries, which read the guides of the table alone."""
    locales = list(Locale.objects.order_by("pk"))
    branches = list(find_branches().filter(live=True).order_by(ByCodePoint("title")))
    sources = list(
        keep_sources(GuidePage.objects.defer_streamfields()).order_by(ByCodePoint("title"), "pk")[:MOST_ROWS]
    )
    keys = [source.translation_key for source in sources]
    pages = {
        (page.translation_key, page.locale_id): page
        for page in GuidePage.objects.defer_streamfields().filter(translation_key__in=keys)
    }
    offerings = Offering.objects.filter(available=True, guide__translation_key__in=keys)
    offered = set(offerings.values_list("guide__translation_key", "branch_id"))
    rows = [
        Row(
            title=source.title,
            page=source,
            locales=[_cover(pages.get((source.translation_key, locale.pk)), source) for locale in locales],
            branches=[
                Cover.OFFERED if (source.translation_key, branch.pk) in offered else Cover.NOT_OFFERED
                for branch in branches
            ],
        )
        for source in sources
    ]
    number = GuidePage.objects.aggregate(number=Count("translation_key", distinct=True))["number"]
    names = [locale.get_display_name() for locale in locales]
    return Coverage(names, [branch.title for branch in branches], rows, number - len(rows))


def _cover(page: GuidePage | None, source: GuidePage) -> Cover:
    if page is None:
        return Cover.NONE
    if not page.live:
        return Cover.DRAFT
    return Cover.STALE if page.is_older_than(source) else Cover.LIVE
