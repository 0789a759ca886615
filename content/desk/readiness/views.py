"""The screen “Before you publish”: all concerns about the newest draft, each with its field."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel, PanelGroup

from content.desk.readiness.concern import Concern
from content.desk.readiness.concerns import find_concerns
from content.desk.readiness.criteria import judge_criteria
from content.desk.readiness.plainness import find_unchecked
from content.model.guides.models import GuidePage


@require_safe
def before_publishing(request: HttpRequest, page_id: int) -> HttpResponse:
    page = get_object_or_404(GuidePage, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft: GuidePage = page.get_latest_revision_as_object()
    form, title = reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Before you publish")
    anchors = find_anchors(draft.get_edit_handler())
    concerns = find_concerns(draft)
    rows = [_describe(page, concern, form, anchors) for concern in concerns]
    described = {row["concern"]: row for row in rows}
    verdicts = judge_criteria(concerns, find_unchecked(draft))
    context = {
        "breadcrumbs_items": [{"url": form, "label": page.get_admin_display_title()}, {"url": "", "label": title}],
        "header_icon": "clipboard-list",
        "title": title,
        "page": page,
        "form_address": form,
        "refusing": [row for row in rows if row["concern"].refuses],
        "worth_a_look": [row for row in rows if not row["concern"].refuses],
        "criteria": [(verdict, [described[concern] for concern in verdict.concerns]) for verdict in verdicts],
    }
    return render(request, "admin/before_publishing.html", context)


def _describe(page: GuidePage, concern: Concern, form: str, anchors: dict[str, tuple[str, str]]) -> dict[str, Any]:
    if concern.code == "unsigned":
        return {"concern": concern, "tab": _("Sign-off"), "address": reverse("sign_off", args=[page.pk])}
    tab, anchor = anchors.get(concern.field, ("", ""))
    return {"concern": concern, "tab": tab, "address": f"{form}#{anchor}" if anchor else form}


def find_anchors(panel: Panel, tab: str = "", path: str = "panel") -> dict[str, tuple[str, str]]:
    """Field -> (heading of its tab, id of its panel in the form). A link to the id opens the tab."""
    if isinstance(panel, FieldPanel):
        return {panel.field_name: (tab, f"{path}-wrapper")}
    if isinstance(panel, InlinePanel) or not isinstance(panel, PanelGroup):
        return {}
    found: dict[str, tuple[str, str]] = {}
    for child, identifier in zip(panel.children, panel.child_identifiers, strict=True):
        found |= find_anchors(child, tab or str(child.heading), f"{path}-child-{identifier}")
    return found
