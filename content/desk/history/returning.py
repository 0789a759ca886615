"""The question before an earlier edition is published again: what readers then see, and which draft it replaces."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from content.desk.history.texts import Change, compare_parts, read_document
from content.desk.history.views import find_editions
from content.desk.impact.effects import describe_effects
from content.edition.compiler import compile_guide
from content.edition.models import Edition
from content.model.compilation import NotReady
from content.model.guides.models import GuidePage
from content.model.publishing import Refused
from content.release import restoring
from content.release.rehearsing import rehearse


@require_http_methods(["GET", "HEAD", "POST"])
def return_to(request: HttpRequest, kind: str, subject: Any, locale: str, version: int) -> HttpResponse:
    """Asks on GET. A POST names the version that was public when it was asked."""
    editions = find_editions(request.user, kind, subject, locale)
    shown = get_object_or_404(editions, version=version)
    page = restoring.find_page(shown)
    if page is None or not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    current = editions.filter(current__isnull=False).first()
    if request.method == "POST":
        if current and request.POST.get("instead_of") == str(current.version):
            _return_to(shown, request.user)
            messages.success(request, _("What version %(version)s said is public again.") % {"version": version})
            return redirect("history", kind, subject, locale)
        messages.error(request, _("Nothing was changed: something else is public by now. Look at it again."))
        return redirect("return_to_edition", kind, subject, locale, version)
    return render(request, "admin/return_to_edition.html", _describe(request.user, page, shown, current))


def _describe(user: Any, page: Any, shown: Edition, current: Edition | None) -> dict[str, Any]:
    rehearsal = rehearse(lambda: _return_to(shown, user))
    title = _("Return to version %(version)s") % {"version": shown.version}
    address = [shown.kind, shown.subject, shown.locale]
    back, scheduled = reverse("edition", args=[*address, shown.version]), page.scheduled_revision
    return {
        "breadcrumbs_items": [
            {"url": reverse("history", args=address), "label": page.get_admin_display_title()},
            {"url": back, "label": _("Version %(version)s") % {"version": shown.version}},
            {"url": "", "label": title},
        ],
        "header_icon": "history",
        "title": title,
        "back": back,
        "shown": shown,
        "current": current,
        "page": page,
        "rehearsal": rehearsal,
        "effects": describe_effects(rehearsal.effects),
        "draft": page.latest_revision if page.has_unpublished_changes else None,
        "draft_changes": _compare_with_draft(page, shown),
        "planned_at": scheduled and scheduled.approved_go_live_at,
    }


def _return_to(edition: Edition, user: Any) -> None:
    try:
        restoring.return_to(edition, user)
    except ValidationError as error:
        names = {"version": edition.version}
        raise Refused([_("Version %(version)s does not fit any more:") % names, *error.messages]) from error


def _compare_with_draft(page: Any, shown: Edition) -> list[Change]:
    """From the newest draft to what is returned to. Empty if there is no draft that can be read as a guide."""
    if not isinstance(page, GuidePage) or not page.has_unpublished_changes or shown.source is None:
        return []
    try:
        documents = [
            compile_guide(one).content
            for one in (page.get_latest_revision_as_object(), page.with_content_json(shown.source))
        ]
    except NotReady:
        return []
    for document in documents:
        document.pop("review", None)  # who has signed is no word of the draft
    return compare_parts(*map(read_document, documents))
