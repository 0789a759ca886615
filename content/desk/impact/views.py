"""The screen that shows what publishing the newest draft would change: guides, languages, branches, and words."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.desk.access.pages import find_screen, may_read_page
from content.desk.impact.effects import describe_effects
from content.desk.recalls.buttons import find_recall_address
from content.desk.sightings.places import find_places
from content.model.branches.models import Offering
from content.model.guides.models import GuidePage
from content.release.rehearsing import rehearse


@require_safe
def impact(request: HttpRequest, page_id: int) -> HttpResponse:
    page = get_object_or_404(GuidePage, pk=page_id)
    if not may_read_page(request.user, page):
        raise PermissionDenied
    screen = find_screen(request.user, page)
    rehearsal = rehearse(lambda: _publish(page))
    offered = Offering.objects.filter(guide__translation_key=page.translation_key, available=True, branch__live=True)
    context: dict[str, Any] = {
        "breadcrumbs_items": [
            {"url": screen, "label": page.get_admin_display_title()},
            {"url": "", "label": _("Effect of publishing")},
        ],
        "header_icon": "view",
        "page": page,
        "screen": screen,
        "recall_address": find_recall_address(page, request.user),
        "rehearsal": rehearsal,
        "effects": describe_effects(rehearsal.effects),
        "websites": sorted({place.host for place in find_places(guide=page.translation_key)}),
        "branches": sorted({offering.branch.title for offering in offered.select_related("branch")}),
    }
    return render(request, "admin/impact.html", context)


def _publish(page: GuidePage) -> None:
    """Publishes the newest draft at once, even if it is scheduled. For a rehearsal."""
    draft = page.get_latest_revision_as_object()
    draft.go_live_at = None
    draft.save_revision(clean=False).publish()
