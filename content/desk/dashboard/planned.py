"""Finds the changes that are planned: guides that will be published or withdrawn automatically."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Revision

from content.desk.access.pages import editable_guides
from content.desk.reviews.clock import find_withdrawals
from content.model.guides.models import GuidePage

#: How many are shown on the first page.
MOST_PLANNED = 10


@dataclass(frozen=True)
class Planned:
    """A guide that is published or withdrawn automatically."""

    page: GuidePage
    moment: datetime
    goes_out: bool


def find_planned(user: Any) -> list[Planned]:
    """The next planned changes, the earliest first."""
    return list_planned(editable_guides(user), MOST_PLANNED)


def list_planned(guides: Any, most: int | None = None) -> list[Planned]:
    """Planned changes of these guides, the earliest first; so many at most, or all."""
    guides = guides.select_related("locale")
    ending = guides.live().filter(expire_at__isnull=False).order_by("expire_at")
    planned = list(_find_going(guides))
    planned += [Planned(page, page.expire_at, False) for page in ending[:most]]
    planned += [Planned(page, _midnight(day), False) for page, day in find_withdrawals(guides)]
    return sorted(planned, key=lambda one: one.moment)[:most]


def _find_going(guides: Any) -> Iterator[Planned]:
    """Begins with the revisions: few have a moment, and their keys of pages are texts, by which nothing is joined."""
    kind: Any = ContentType.objects.get_for_model(GuidePage)
    waiting = Revision.objects.filter(content_type=kind, approved_go_live_at__isnull=False)
    moments = [(int(key), moment) for key, moment in waiting.values_list("object_id", "approved_go_live_at")]
    pages = guides.in_bulk({key for key, _moment in moments})
    yield from (Planned(pages[key], moment, True) for key, moment in moments if key in pages)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
