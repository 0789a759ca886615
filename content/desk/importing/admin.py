"""Adds importing to the admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from content.desk.access.menus import OwnMenuItem
from content.desk.access.pages import may_add_guides
from content.desk.editing.buttons import offer_of_draft
from content.desk.importing.views import import_report, import_view


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("import/", import_view, name="import_document"),
        path("import/<int:page_id>/", import_report, name="import_report"),
    ]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> OwnMenuItem:
    return OwnMenuItem(
        _("Import a document"), reverse("import_document"), may_add_guides, icon_name="upload", order=130
    )


@hooks.register("register_page_header_buttons")
def add_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if hasattr(page, "imported_document"):
        yield from offer_of_draft(page, user, _("Import report"), "import_report", "upload", 88)
