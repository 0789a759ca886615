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
def tell_of_concerns(request: Any, page: Any) -> None:
    """Once a guide is submitted, say how much is worth checking before it is published."""
    if not isinstance(page, GuidePage) or "action-submit" not in request.POST:
        return
    if count := sum(not concern.refuses for concern in find_concerns(page.get_latest_revision_as_object())):
        message = ngettext("%(n)d thing is worth checking.", "%(n)d things are worth checking.", count) % {"n": count}
        details = messages.button(reverse("before_publishing", args=[page.pk]), _("Before you publish"))
        messages.warning(request, message, buttons=[details])


@hooks.register("register_page_header_buttons")
def add_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    return offer_of_draft(page, user, _("Before you publish"), "before_publishing", "clipboard-list", 80)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_of_language(request: HttpRequest, page: Any) -> None:
    """When a guide is submitted or published: a copy of the source that nobody has translated looks finished."""
    if isinstance(page, GuidePage) and not {"action-submit", "action-publish"}.isdisjoint(request.POST):
        for concern in check_language(page):
            button = messages.button(reverse("before_publishing", args=[page.pk]), _("Before you publish"))
            messages.warning(request, concern.message, buttons=[button])
