"""The screens of sign-off: worklists, and reading and signing a guide part by part."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from content.approval.signoff import authors, requests, signing
from content.approval.signoff.parts import name_parts
from content.desk.access.pages import may_edit_guides
from content.desk.signoff import worklists
from content.desk.signoff.emergencies import may_publish_unsigned
from content.desk.signoff.reading import Reading
from content.desk.signoff.tokens import read_tokens
from content.model.guides.models import GuidePage
from content.model.vocabulary import PARTS


def may_sign(user: Any) -> bool:
    return user.has_perm("content.sign_off_guide")


def may_read(user: Any, page: GuidePage) -> bool:
    permissions = page.permissions_for_user(user)
    return may_sign(user) or permissions.can_edit() or permissions.can_publish()


def may_read_any(user: Any) -> bool:
    return may_sign(user) or may_edit_guides(user) or _may_see_lapsed(user)


def _may_see_lapsed(user: Any) -> bool:
    return may_sign(user) or user.has_perm("content.change_clinician")


@require_safe
def every_guide(request: HttpRequest) -> HttpResponse:
    """The worklists, for clinicians and for users who may edit a guide in them."""
    user = request.user
    if not may_read_any(user):
        raise PermissionDenied
    drafts = GuidePage.objects.defer_streamfields().filter(has_unpublished_changes=True)
    most = None if "all" in request.GET else worklists.MOST_LAPSED
    context = {
        "breadcrumbs_items": [{"url": "", "label": _("Sign-off")}],
        "header_icon": "check",
        "requested": [(page, state) for page, state in worklists.find_requested() if may_read(user, page)],
        "returned": [(page, comment) for page, comment in worklists.find_sent_back(drafts) if may_read(user, page)],
        "held": [page for page in worklists.find_held() if may_read(user, page)],
        "emergencies": [(page, made) for page, made in worklists.find_emergencies() if may_read(user, page)],
        "lapsed": worklists.find_lapsed(most) if _may_see_lapsed(user) else [],
    }
    return render(request, "admin/sign_offs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def guide(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the newest draft part by part. Ticked parts are signed; commented ones are sent back."""
    page = _find_page(request.user, page_id)
    if request.method == "POST":
        if not may_sign(request.user):
            raise PermissionDenied
        if _decide(request, page):
            return redirect("sign_off", page.pk)
    reading = Reading(page, request.user, request.POST)
    rows = reading.list_rows(request.GET.getlist("open"))
    open_rows = [row for row in rows if row.is_open]
    own = [row.part for row in open_rows if row.is_own]
    title = _("Sign-off")
    context = {
        "breadcrumbs_items": [{"url": reverse("sign_offs"), "label": title}, {"url": "", "label": str(page)}],
        "header_icon": "check",
        "title": title,
        "rows": rows,
        "open": open_rows,
        "signable": [row for row in rows if row.can_be_signed],
        "task_state": reading.waiting,
        "is_returned": bool(open_rows) and _is_returned(page),
        "may_edit": page.permissions_for_user(request.user).can_edit(),
        "own": authors.explain(own) if own else "",
        "may_hurry": may_publish_unsigned(request.user, page),
        **_tell_reader(reading),
    }
    return render(request, "admin/sign_off.html", context)


@require_safe
def part(request: HttpRequest, page_id: int, part: str) -> HttpResponse:
    """One part of the screen, which fetches it when somebody opens it."""
    page = _find_page(request.user, page_id)
    if part not in PARTS:
        raise Http404
    reading = Reading(page, request.user)
    context = {"row": reading.open_row(part), **_tell_reader(reading)}
    response = render(request, "admin/sign_off_part.html", context)
    patch_cache_control(response, no_store=True)
    return response


def _is_returned(page: GuidePage) -> bool:
    """Whether only the editor can go on: a clinician sent it back, and nothing that is public waits to be signed."""
    itself = GuidePage.objects.defer_streamfields().filter(pk=page.pk)
    return bool(worklists.find_sent_back(itself)) and not (page.live and signing.find_open_parts(page))


def _find_page(user: Any, page_id: int) -> GuidePage:
    page = get_object_or_404(GuidePage, pk=page_id)
    if not may_read(user, page):
        raise PermissionDenied
    return page


def _tell_reader(reading: Reading) -> dict[str, Any]:
    """What the templates of the screen and of a part need to know of guide and user."""
    return {
        "page": reading.page,
        "may_sign": may_sign(reading.user),
        "why_not": signing.why_not_sign(reading.user) if may_sign(reading.user) else "",
        "clinician": reading.clinician,
        "language": reading.draft.locale,
        "source": None if reading.draft.is_source else reading.draft.source_page,
    }


def _decide(request: HttpRequest, page: GuidePage) -> bool:
    """Sign and send back parts. Returns False if nothing was done: the form is then shown again, with the reason."""
    shown = read_tokens(request.user, page, request.POST)
    ticked = [part for part in PARTS if part in request.POST.getlist("sign")]
    comments = {part: text for part in PARTS if (text := request.POST.get(f"comment-{part}", "").strip())}
    draft = page.get_latest_revision_as_object()
    if reason := _find_fault(request.user, draft, ticked, comments, shown):
        messages.error(request, reason)
        return False
    seen = {part: shown[part] for part in ticked}
    signing.sign(draft, seen, request.user)
    # A form that is sent twice says the same again, although signing may have made a newer draft.
    known = signing.find_signed(draft, seen)
    signed = [part for part in ticked if part in known and known[part].signed_by_id == request.user.pk]
    if signed:
        messages.success(request, _("Signed off: %(parts)s.") % {"parts": name_parts(signed)})
    if changed := [part for part in ticked if part not in signed]:
        message = _("Changed while you were reading, and so not signed: %(parts)s. Please read again.")
        messages.warning(request, message % {"parts": name_parts(changed)})
    if comments:
        requests.send_back(page, comments, request.user, shown)
        messages.success(request, _("Sent back with your comments: %(parts)s.") % {"parts": name_parts(comments)})
    elif requests.finish_request(page, request.user):
        messages.success(request, _("Everything is signed. It can be published now; whoever asked is told."))
    return True


def _find_fault(user: Any, draft: GuidePage, ticked: list[str], comments: dict[str, str], shown: dict[str, str]) -> str:
    """The reason why nothing of the form can be done, as a sentence; empty if there is none."""
    if both := [part for part in ticked if part in comments]:
        message = _("%(parts)s: either sign it or say what should change, not both. Nothing was done yet.")
        return message % {"parts": name_parts(both)}
    if not ticked and not comments:
        return _("Tick what you sign, or write what should change.")
    if unseen := [part for part in ticked if part not in shown]:
        message = _("%(parts)s: open it before you sign it. Only what was shown to you can be signed.")
        return message % {"parts": name_parts(unseen)}
    if reason := signing.why_not_sign(user):
        return reason
    own = [part for part in authors.find_written(draft, user) if part in ticked]
    return authors.explain(own) if own else ""
