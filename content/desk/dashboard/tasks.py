"""Finds the tasks of a user. Each kind is counted by queries, and links to the screen for it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.permissions import policy_registry

from content.approval.signoff.parts import name_parts
from content.approval.signoff.requests import find_form
from content.desk.access.pages import editable_guides
from content.desk.launches.models import Launch
from content.desk.localisation.staleness import find_changed, keep_stale
from content.desk.mistakes.models import MistakeReport
from content.desk.signoff import worklists
from content.edition.models import Current
from content.model.branches.models import BranchPage, Offering
from content.model.consent.models import Consent
from content.model.days import today
from content.model.guides.models import GuidePage, find_sources
from content.model.images.models import GuideImage, describe_failure
from content.model.ordering import ByCodePoint
from content.model.snippets.models import Category, Citation, Therapy
from content.model.vocabulary import Kind, State
from content.release.claims.findings_cache import find_standing

#: How long before a day the tasks announce it.
AHEAD = timedelta(days=30)
#: How many of the newest drafts are checked for claims. Each takes some milliseconds.
MOST_DRAFTS = 10
#: How many held things are shown.
MOST_HELD = 10
MOST_STALE = 20
MOST_PICTURES = 5


@dataclass(frozen=True)
class Task:
    """`message`: what is to do and how many; `address`: the screen for it. An urgent task is late already."""

    message: str
    address: str
    is_urgent: bool = False


Find = Callable[[Any], Iterator[Task]]


def _listing(snippet: Any) -> str:
    return reverse(snippet.snippet_viewset.get_url_name("list"))


def find_due_reviews(user: Any) -> Iterator[Task]:
    day = today()
    reviews = (
        editable_guides(user)
        .live()
        .aggregate(
            late=Count("pk", filter=Q(next_review__lt=day)),
            soon=Count("pk", filter=Q(next_review__gte=day, next_review__lte=day + AHEAD)),
            unset=Count("pk", filter=Q(next_review=None)),
        )
    )
    address = reverse("guide_listing:index") + "?live=true&ordering=next_review"
    if late := reviews["late"]:
        message = ngettext("The review of %(n)d guide is overdue", "The reviews of %(n)d guides are overdue", late)
        yield Task(message % {"n": late}, address, is_urgent=True)
    if soon := reviews["soon"]:
        message = ngettext("The review of %(n)d guide is due soon", "The reviews of %(n)d guides are due soon", soon)
        yield Task(message % {"n": soon}, address)
    if unset := reviews["unset"]:
        message = ngettext("%(n)d guide has no review date", "%(n)d guides have no review date", unset)
        yield Task(message % {"n": unset}, address)


def find_stale_translations(user: Any) -> Iterator[Task]:
    pages = keep_stale(editable_guides(user).live()).select_related("locale").order_by(ByCodePoint("title"), "pk")
    stale = list(pages[:MOST_STALE])
    sources = find_sources({page.translation_key for page in stale}) if stale else {}
    changed = find_changed((page, sources[page.translation_key]) for page in stale) if stale else {}
    for page in stale:
        parts = name_parts(changed[page.pk])
        names = {"guide": page.title, "language": page.locale.get_display_name(), "parts": parts}
        message = _("“%(guide)s” (%(language)s) is out of date: the source has changed in %(parts)s")
        if parts:
            yield Task(message % names, reverse("wagtailadmin_pages:view_draft", args=[page.pk]) + "?mode=source")


def find_sign_offs(user: Any) -> Iterator[Task]:
    """For clinicians: guides that wait for a sign-off."""
    if not user.has_perm("content.sign_off_guide"):
        return
    address = reverse("sign_offs")
    if count := len(worklists.find_requested()) + len(worklists.find_held()):
        message = ngettext("%(n)d guide waits for your sign-off", "%(n)d guides wait for your sign-off", count)
        yield Task(message % {"n": count}, address)


def find_held_back(user: Any) -> Iterator[Task]:
    """For users who may publish them: held things, each with the reason."""
    rows = Current.objects.filter(is_held=True).order_by("-updated_at", "-pk")
    told = ((row, address) for row in rows if (address := locate_held(row, user)))
    for current, address in islice(told, MOST_HELD):
        yield Task(say_held(current), address, is_urgent=True)


def say_held(held: Current) -> str:
    if held.state == State.LIVE:
        message = _("Readers still see an older version than the one published. %(reason)s")
    else:
        message = _("Readers cannot see it again yet, although the page it belongs to is public. %(reason)s")
    return message % {"reason": held.held_because.partition("\n")[0]}


def locate_held(held: Current, user: Any) -> str:
    """The screen where a held thing can be fixed; empty for users who may not publish it."""
    if held.kind == Kind.VOCABULARY:
        return _listing(Category) if user.has_perm("content.publish_category") else ""
    if held.kind == Kind.OFFERING:
        offering = Offering.objects.filter(pk=held.subject).select_related("branch").first()
        may_edit = offering and offering.branch.permissions_for_user(user).can_publish()
        return reverse("offerings", args=[offering.branch_id]) if offering and may_edit else ""
    model: Any = {Kind.GUIDE: GuidePage, Kind.BRANCH: BranchPage}.get(Kind(held.kind))
    pages = model.objects.filter(translation_key=held.subject, locale__language_code=held.locale) if model else []
    may_publish = (page for page in pages if page.permissions_for_user(user).can_publish())
    return next((reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in may_publish), "")


def find_unsigned(user: Any) -> Iterator[Task]:
    """For clinicians and administrators: public parts without a sign-off, or whose signer may no longer sign."""
    if not (user.has_perm("content.sign_off_guide") or user.has_perm("content.publish_unsigned")):
        return
    address = reverse("sign_offs")
    if count := len(worklists.find_emergencies()):
        message = ngettext(
            "%(n)d guide was published in an emergency, without sign-off",
            "%(n)d guides were published in an emergency, without sign-off",
            count,
        )
        yield Task(message % {"n": count}, address, is_urgent=True)
    for lapse in worklists.find_lapsed():
        names = {"who": lapse.clinician, "n": lapse.number}
        message = ngettext(
            "The registration of %(who)s has ended: %(n)d public guide carries their sign-off",
            "The registration of %(who)s has ended: %(n)d public guides carry their sign-off",
            lapse.number,
        )
        yield Task(message % names, address, is_urgent=True)


def find_returned(user: Any) -> Iterator[Task]:
    """Drafts that a clinician sent back."""
    for page, comment in worklists.find_returned(editable_guides(user)):
        message = _("“%(guide)s” was sent back for changes. %(comment)s") % {"guide": page, "comment": comment}
        yield Task(message, find_form(page))


def find_ready(user: Any) -> Iterator[Task]:
    """For users who may publish them: signed drafts."""
    for page in worklists.find_ready(editable_guides(user)):
        if page.permissions_for_user(user).can_publish():
            message = _("“%(guide)s” (%(language)s) is signed off and ready to publish")
            names = {"guide": page, "language": page.locale.get_display_name()}
            yield Task(message % names, reverse("wagtailadmin_pages:edit", args=[page.pk]))


def find_held_up_launches(user: Any) -> Iterator[Task]:
    if not user.has_perm("content.change_launch"):
        return
    for launch in Launch.objects.filter(done_at=None).exclude(refusal=""):
        message = _("The launch “%(title)s” could not be published: %(reason)s")
        names = {"title": launch.title, "reason": launch.refusal.splitlines()[0]}
        yield Task(message % names, reverse("launch", args=[launch.pk]), is_urgent=True)


def find_failed_pictures(user: Any) -> Iterator[Task]:
    """For users who may change pictures: those whose sizes could not be prepared."""
    pictures = policy_registry.get_by_type(GuideImage).instances_user_has_permission_for(user, "change")
    for image in pictures.exclude(failure="").order_by("-pk")[:MOST_PICTURES]:
        yield Task(describe_failure(image), reverse("wagtailimages:edit", args=[image.pk]), is_urgent=True)


def find_claims(user: Any) -> Iterator[Task]:
    """The newest drafts with claims that prevent publication."""
    drafts = editable_guides(user).filter(has_unpublished_changes=True).order_by("-latest_revision_created_at")
    pages = list(drafts.select_related("locale")[:MOST_DRAFTS])
    standing = find_standing(pages)
    for page in pages:
        if blocked := sum(one.blocks for one in standing[page.pk]):
            message = ngettext(
                "“%(guide)s” has %(n)d phrase that must not be published",
                "“%(guide)s” has %(n)d phrases that must not be published",
                blocked,
            )
            yield Task(message % {"guide": page, "n": blocked}, reverse("guide_claims", args=[page.pk]))


def find_shared_drafts(user: Any) -> Iterator[Task]:
    """For users who may publish them: drafts of shared things."""
    for model in (Category, Therapy, Citation):
        if not user.has_perm(f"content.publish_{model._meta.model_name}"):
            continue
        if count := model.objects.filter(has_unpublished_changes=True).count():
            name = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
            message = ngettext("%(n)d %(name)s is ready to publish", "%(n)d %(name)s are ready to publish", count)
            yield Task(message % {"n": count, "name": name}, _listing(model))


def find_reported_mistakes(user: Any) -> Iterator[Task]:
    if not user.has_perm("content.change_mistakereport"):
        return
    if count := MistakeReport.objects.filter(is_done=False).count():
        message = ngettext("%(n)d reported mistake to review", "%(n)d reported mistakes to review", count)
        yield Task(message % {"n": count}, _listing(MistakeReport))


def find_ending_consents(user: Any) -> Iterator[Task]:
    if not user.has_perm("content.change_consent"):
        return
    until = today() + AHEAD
    if count := Consent.objects.filter(ended_at=None, expires_on__lte=until).count():
        message = ngettext(
            "%(n)d patient consent ends soon: its pictures will be removed from every guide",
            "%(n)d patient consents end soon: their pictures will be removed from every guide",
            count,
        )
        yield Task(message % {"n": count}, _listing(Consent))


def find_drafts(user: Any) -> Iterator[Task]:
    """Public guides with newer drafts."""
    changed = editable_guides(user).filter(has_unpublished_changes=True, go_live_at=None, live=True)
    if count := changed.count():
        message = ngettext(
            "%(n)d public guide has unpublished changes", "%(n)d public guides have unpublished changes", count
        )
        yield Task(message % {"n": count}, reverse("guide_listing:index") + "?live=true")


#: Each finds one kind of task. They are shown in this order.
FINDERS: tuple[Find, ...] = (
    find_due_reviews,
    find_stale_translations,
    find_sign_offs,
    find_held_back,
    find_unsigned,
    find_returned,
    find_ready,
    find_held_up_launches,
    find_failed_pictures,
    find_claims,
    find_shared_drafts,
    find_reported_mistakes,
    find_ending_consents,
    find_drafts,
)


def find_tasks(user: Any) -> list[Task]:
    """The tasks of this user, urgent ones first."""
    found = [task for find in FINDERS for task in find(user)]
    return sorted(found, key=lambda task: not task.is_urgent)
