"""What waits for somebody: counted by a query each, with the address where it is done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.permissions import policy_registry

from content.consent.models import Consent
from content.guides.models import GuidePage, find_sources
from content.mistakes.models import MistakeReport

#: So long before a day is reached it is told.
AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class Task:
    """`message` says how many of what; `address` is where to do it. An urgent one is late already."""

    message: str
    address: str
    is_urgent: bool = False


Find = Callable[[Any], Iterator[Task]]
_finders: list[Find] = []


def register_finder(find: Find) -> Find:
    _finders.append(find)
    return find


def find_tasks(user: Any) -> list[Task]:
    """What waits for this user, what is late first."""
    found = [task for find in _finders for task in find(user)]
    return sorted(found, key=lambda task: not task.is_urgent)


def editable_guides(user: Any) -> Any:
    """Wagtail's query set of the guides that the user may edit."""
    pages = policy_registry.get_by_type(GuidePage).instances_user_has_permission_for(user, "change")
    return GuidePage.objects.filter(pk__in=pages.values("pk"))


def _listing(snippet: Any) -> str:
    return reverse(snippet.snippet_viewset.get_url_name("list"))


@register_finder
def find_due_reviews(user: Any) -> Iterator[Task]:
    today, guides = timezone.localdate(), editable_guides(user).live()
    address = reverse("guide_listing:index") + "?live=true&ordering=next_review"
    if late := guides.filter(next_review__lt=today).count():
        message = ngettext("The review of %(n)d guide is overdue", "The reviews of %(n)d guides are overdue", late)
        yield Task(message % {"n": late}, address, is_urgent=True)
    if soon := guides.filter(next_review__gte=today, next_review__lte=today + AHEAD).count():
        message = ngettext("The review of %(n)d guide is due soon", "The reviews of %(n)d guides are due soon", soon)
        yield Task(message % {"n": soon}, address)
    if unset := guides.filter(next_review=None).count():
        message = ngettext("%(n)d guide has no review date", "%(n)d guides have no review date", unset)
        yield Task(message % {"n": unset}, address)


@register_finder
def find_stale_translations(user: Any) -> Iterator[Task]:
    sources = find_sources()
    for page in editable_guides(user).live().select_related("locale").order_by("title"):
        if page.is_older_than(sources[page.translation_key]):
            names = {"guide": page.title, "language": page.locale.get_display_name()}
            message = _("“%(guide)s” (%(language)s) is older than what it was translated from")
            yield Task(message % names, reverse("wagtailadmin_pages:edit", args=[page.pk]))


@register_finder
def find_reported_mistakes(user: Any) -> Iterator[Task]:
    if not user.has_perm("content.change_mistakereport"):
        return
    if count := MistakeReport.objects.filter(is_done=False).count():
        message = ngettext("%(n)d reported mistake to look at", "%(n)d reported mistakes to look at", count)
        yield Task(message % {"n": count}, _listing(MistakeReport))


@register_finder
def find_ending_consents(user: Any) -> Iterator[Task]:
    if not user.has_perm("content.change_consent"):
        return
    until = timezone.localdate() + AHEAD
    if count := Consent.objects.filter(ended_at=None, expires_on__lte=until).count():
        message = ngettext(
            "%(n)d patient consent ends soon: its pictures then leave every guide",
            "%(n)d patient consents end soon: their pictures then leave every guide",
            count,
        )
        yield Task(message % {"n": count}, _listing(Consent))


@register_finder
def find_drafts(user: Any) -> Iterator[Task]:
    """Words that were written and that nobody reads yet."""
    changed = editable_guides(user).filter(has_unpublished_changes=True, go_live_at=None, live=True)
    if count := changed.count():
        message = ngettext(
            "%(n)d public guide has a draft that is newer", "%(n)d public guides have drafts that are newer", count
        )
        yield Task(message % {"n": count}, reverse("guide_listing:index") + "?live=true")


@dataclass(frozen=True)
class Planned:
    """A guide that goes out, or comes off, by itself."""

    page: GuidePage
    moment: datetime
    goes_out: bool


def find_planned(user: Any) -> list[Planned]:
    """The next ten, the first one first."""
    guides = editable_guides(user).select_related("locale")
    going = guides.annotate(moment=F("_revisions__approved_go_live_at")).filter(moment__isnull=False)
    ending = guides.live().annotate(moment=F("expire_at")).filter(moment__isnull=False)
    planned = [Planned(page, page.moment, True) for page in going]
    planned += [Planned(page, page.moment, False) for page in ending]
    return sorted(planned, key=lambda one: one.moment)[:10]
