"""Adds the one page about a guide to the admin, and leads to it from lists and menus."""

from collections.abc import Iterator
from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.admin.widgets.button import ListingButton

from content.desk.access.pages import find_glance
from content.desk.glance import views
from content.desk.glance.steps import VIEW_NAME


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [path("glance/<uuid:subject>/", views.glance, name=VIEW_NAME)]


@hooks.register("register_page_header_buttons")
def add_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """In the menus above pages; beside the form it is a button of its own (`listings/page_screens.py`)."""
    address = find_glance(user, page)
    if address and view_name not in ("edit", VIEW_NAME):
        yield Button(_("At a glance"), address, icon_name="info-circle", priority=2)


@hooks.register("register_page_listing_buttons")
def add_button_to_list(page: Any, user: Any, next_url: str | None = None) -> Iterator[ListingButton]:
    if address := find_glance(user, page):
        yield ListingButton(_("At a glance"), address, icon_name="info-circle", priority=8)
