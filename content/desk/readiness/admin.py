"""Adds the list of concerns to the admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from content.desk.editing.buttons import offer_of_draft
from content.desk.readiness import views


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("before-publishing/<int:page_id>/", views.before_publishing, name="before_publishing"),
    ]


@hooks.register("register_page_header_buttons")
def add_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    return offer_of_draft(page, user, _("Before you publish"), "before_publishing", "clipboard-list", 80)
