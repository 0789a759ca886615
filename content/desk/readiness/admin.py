"""Adds the list of concerns to the admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button

from content.desk.editing.buttons import offer_of_draft
from content.desk.readiness import views
from content.desk.readiness.concerns import check_language, find_concerns
from content.model.guides.models import GuidePage


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("before-publishing/<int:page_id>/", views.before_publishing, name="before_publishing"),
    ]


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_of_concerns(request: HttpRequest, page: Any) -> None:
    """Once a guide is submitted, say how much is worth checking. A copy that nobody has translated is named, as it
    looks finished: also when it is published.
    """
    if not isinstance(page, GuidePage) or {"action-submit", "action-publish"}.isdisjoint(request.POST):
        return
    draft = page.get_latest_revision_as_object()
    details = [messages.button(reverse("before_publishing", args=[page.pk]), _("Before you publish"))]
    for concern in check_language(draft):
        messages.warning(request, concern.message, buttons=details)
    count = sum(not concern.refuses for concern in find_concerns(draft))
    if count and "action-submit" in request.POST:
        message = ngettext("%(n)d thing is worth checking.", "%(n)d things are worth checking.", count) % {"n": count}
        messages.warning(request, message, buttons=details)


@hooks.register("register_page_header_buttons")
def add_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    return offer_of_draft(page, user, _("Before you publish"), "before_publishing", "clipboard-list", 80)
