"""What of a guide waits, and for whom. Each kind leads to the screen where it is done, for users who may do it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Comment

from content.approval.signoff.parts import name_parts
from content.approval.signoff.requests import find_asked, find_form, find_request
from content.desk.claims.views import may_read_claims
from content.desk.dashboard.tasks import locate_held, say_held
from content.desk.glance.looking import Look
from content.desk.glance.steps import ask_to_publish
from content.desk.localisation.staleness import find_changed
from content.desk.mistakes.models import MistakeReport
from content.desk.readiness.concerns import find_concerns
from content.desk.recalls.rights import may_lift
from content.desk.reviews.clock import find_clocks
from content.desk.reviews.models import Stage
from content.desk.reviews.views import describe_state
from content.desk.signoff import worklists
from content.edition.models import Current
from content.model.days import show_day
from content.model.guides.models import GuidePage
from content.model.notices.models import find_standing
from content.model.vocabulary import Kind
from content.release.claims.findings_cache import find_standing as find_claims_of

CLINICIANS, EDITORS, PUBLISHERS = gettext_lazy("Clinicians"), gettext_lazy("Editors"), gettext_lazy("Publishers")


@dataclass(frozen=True)
class Waiting:
    """`address`: where it is done; empty for users who may not. An urgent thing concerns what readers see."""

    message: str
    for_whom: Any
    address: str = ""
    is_urgent: bool = False
    #: Which language it is of; empty if of all.
    language: str = ""


Find = Callable[[Look], Iterator[Waiting]]


def _form(look: Look, page: GuidePage, address: str = "") -> str:
    """The form, or an address that leads into it; empty for users who may not edit the page."""
    if not page.permissions_for_user(look.user).can_edit():
        return ""
    return address or reverse("wagtailadmin_pages:edit", args=[page.pk])


def _in(page: GuidePage) -> str:
    return str(page.locale.get_display_name())


def find_recalls(look: Look) -> Iterator[Waiting]:
    for recall in find_standing(look.subject).select_related("recalled_by"):
        names = {"what": recall, "day": show_day(recall.recalled_at), "reason": recall.reason}
        message = _("Recalled since %(day)s: %(what)s. %(reason)s") % names
        address = reverse("lift_recall", args=[recall.pk]) if may_lift(look.user, recall) else ""
        yield Waiting(message, PUBLISHERS, address, is_urgent=True)


def find_held(look: Look) -> Iterator[Waiting]:
    of_guide = Q(kind=Kind.GUIDE, subject=look.subject) | Q(kind=Kind.OFFERING, guide=look.subject)
    for held in Current.objects.filter(of_guide, is_held=True).order_by("-updated_at", "-pk"):
        yield Waiting(say_held(held), EDITORS, locate_held(held, look.user), is_urgent=True)


def find_emergencies(look: Look) -> Iterator[Waiting]:
    known = {page.pk for page in look.pages}
    for page, made in worklists.find_emergencies(guide=look.subject):
        if page.pk in known:
            message = _("Published in an emergency on %(day)s, and not signed yet: %(reason)s")
            names = {"day": show_day(made.made_at), "reason": made.reason}
            yield Waiting(message % names, CLINICIANS, reverse("sign_off", args=[page.pk]), True, _in(page))


def find_requested(look: Look) -> Iterator[Waiting]:
    for page in look.pages:
        if state := find_request(page):
            message = _("Sign-off was asked for on %(day)s. To be signed: %(parts)s")
            names = {"day": show_day(state.started_at), "parts": name_parts(look.drafts[page.pk].open_parts) or "–"}
            yield Waiting(message % names, CLINICIANS, reverse("sign_off", args=[page.pk]), language=_in(page))


def find_returned(look: Look) -> Iterator[Waiting]:
    for page, comment in worklists.find_returned(look.guides):
        message = _("Sent back for changes. %(comment)s") % {"comment": comment}
        yield Waiting(message, EDITORS, _form(look, page, find_form(page)), language=_in(page))


def find_comments(look: Look) -> Iterator[Waiting]:
    """Open comments but for those by which a clinician asked for changes: these are told as sent back."""
    for page in look.pages:
        asked = {one.comment_id for one in find_asked(page)}
        found = Comment.objects.filter(page=page.pk, resolved_at=None).order_by("created_at", "pk")
        if comments := [one for one in found if one.pk not in asked]:
            message = ngettext("%(n)d open comment", "%(n)d open comments", len(comments)) % {"n": len(comments)}
            first = comments[0]
            form = reverse("wagtailadmin_pages:edit", args=[page.pk])
            address = f"{form}?comment={first.pk}#:w:contentpath={first.contentpath}"
            yield Waiting(message, EDITORS, _form(look, page, address), language=_in(page))


def find_claims(look: Look) -> Iterator[Waiting]:
    standing = find_claims_of(look.pages)
    for page in look.pages:
        if blocked := sum(claim.blocks for claim in standing[page.pk]):
            message = ngettext("%(n)d phrase must not be published", "%(n)d phrases must not be published", blocked) % {
                "n": blocked
            }
            address = reverse("guide_claims", args=[page.pk]) if may_read_claims(look.user, page) else ""
            yield Waiting(message, EDITORS, address, language=_in(page))


def find_faults(look: Look) -> Iterator[Waiting]:
    """What a draft lacks before it can be published, and what is worth a second look."""
    for page in look.pages:
        if not look.is_ahead(page) or not (address := _form(look, page, reverse("before_publishing", args=[page.pk]))):
            continue
        concerns = find_concerns(look.drafts[page.pk].page)
        if faults := sum(one.refuses for one in concerns):
            message = ngettext(
                "%(n)d thing must be fixed before it is published",
                "%(n)d things must be fixed before it is published",
                faults,
            ) % {"n": faults}
            yield Waiting(message, EDITORS, address, language=_in(page))
        if rest := len(concerns) - faults:
            message = ngettext("%(n)d thing is worth checking.", "%(n)d things are worth checking.", rest) % {"n": rest}
            yield Waiting(message, EDITORS, address, language=_in(page))


def find_ready(look: Look) -> Iterator[Waiting]:
    for page in worklists.find_ready(look.guides):
        address = ask_to_publish(look.user, page)
        yield Waiting(_("Signed off and ready to publish"), PUBLISHERS, address, language=_in(page))


def find_stale(look: Look) -> Iterator[Waiting]:
    stale = [(page, look.source) for page in look.pages if page.live and page.is_older_than(look.source)]
    changed = find_changed(stale) if stale else {}
    for page, _source in stale:
        if parts := name_parts(changed[page.pk]):
            message = _("Out of date: the source has changed in %(parts)s") % {"parts": parts}
            shown = reverse("wagtailadmin_pages:view_draft", args=[page.pk]) + "?mode=source"
            yield Waiting(message, EDITORS, _form(look, page, shown), language=_in(page))


def find_reviews(look: Look) -> Iterator[Waiting]:
    for clock in find_clocks(look.guides):
        if said := describe_state(clock):
            message = _("Review: %(state)s") % {"state": said}
            is_late = clock.stage != Stage.SOON
            yield Waiting(message, EDITORS, _form(look, clock.page), is_urgent=is_late, language=_in(clock.page))
    for page in look.pages:
        if page.live and page.next_review is None:
            yield Waiting(_("It has no review date."), EDITORS, _form(look, page), language=_in(page))


def find_mistakes(look: Look) -> Iterator[Waiting]:
    """Open reports of readers. Their words are shown to those who answer them alone."""
    reports = MistakeReport.objects.filter(edition__kind=Kind.GUIDE, edition__subject=look.subject, is_done=False)
    found = list(reports.values_list("pk", "reported_at", "text").order_by("-reported_at", "-pk"))
    if not found:
        return
    may_answer = look.user.has_perm("content.change_mistakereport")
    newest, reported_at, text = found[0]
    message = ngettext(
        "%(n)d reported mistake to review, the last of %(day)s",
        "%(n)d reported mistakes to review, the last of %(day)s",
        len(found),
    ) % {"n": len(found), "day": show_day(reported_at)}
    edit = MistakeReport.snippet_viewset.get_url_name("edit")  # type: ignore[attr-defined]
    message, address = (f"{message}: “{text}”", reverse(edit, args=[newest])) if may_answer else (message, "")
    yield Waiting(message, EDITORS, address)


#: In this order, after what is urgent.
FINDERS: tuple[Find, ...] = (
    find_recalls,
    find_held,
    find_emergencies,
    find_requested,
    find_returned,
    find_comments,
    find_claims,
    find_faults,
    find_ready,
    find_stale,
    find_reviews,
    find_mistakes,
)


def find_waiting(look: Look) -> list[Waiting]:
    found = [one for find in FINDERS for one in find(look)]
    return sorted(found, key=lambda one: not one.is_urgent)
