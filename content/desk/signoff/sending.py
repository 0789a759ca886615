"""Sends the newest draft of a guide for sign-off, from the page about it. Its form does the same with typed words."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import WorkflowState

from content.model.guides.models import GuidePage
from content.model.guides.refusals import find_refusals


def may_send(user: Any, page: GuidePage) -> bool:
    may = page.permissions_for_user(user)
    return bool(may.can_edit() and may.can_submit_for_moderation())


@require_POST
def send(request: HttpRequest, page_id: int) -> HttpResponse:
    """Refuses what the form refuses, and leads to what is to be fixed."""
    page = get_object_or_404(GuidePage, pk=page_id)
    if not may_send(request.user, page):
        raise PermissionDenied
    refusals = find_refusals(page.get_latest_revision_as_object())
    if any(refusal.stops(publishing=False) for refusal in refusals):
        messages.error(request, _("Not sent for sign-off yet: first fix what is listed here."))
        return redirect("before_publishing", page.pk)
    state = page.current_workflow_state
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(request.user)
    else:
        page.get_workflow().start(page, request.user)
    sentence = _("“%(guide)s” has been sent for clinical sign-off.") % {"guide": page.get_admin_display_title()}
    messages.success(request, sentence)
    return redirect("glance", page.translation_key)
