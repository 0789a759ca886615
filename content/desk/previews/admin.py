"""Adds preview links to the admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from content.desk.access.menus import OwnMenuItem
from content.desk.access.pages import may_edit_guides
from content.desk.editing.buttons import offer_of_draft
from content.desk.previews import views


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("previews/", views.every_link, name="every_preview_link"),
        path("previews/<int:page_id>/", views.links, name="preview_links"),
        path("previews/<int:link_id>/end/", views.end, name="end_preview_link"),
    ]


@hooks.register("register_reports_menu_item")
def register_report() -> OwnMenuItem:
    address = reverse("every_preview_link")
    return OwnMenuItem(_("Preview links"), address, may_edit_guides, icon_name="mobile-alt", order=900)


@hooks.register("register_page_header_buttons")
def add_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    return offer_of_draft(page, user, _("Show on a phone"), "preview_links", "mobile-alt", 85)
