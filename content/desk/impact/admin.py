"""Adds the screen of a draft's impact to the admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from content.desk.access.pages import may_read_page
from content.desk.impact import views
from content.model.guides.models import GuidePage


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("impact/<int:page_id>/", views.impact, name="impact"),
    ]


@hooks.register("register_page_header_buttons")
def add_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page, GuidePage) and may_read_page(user, page):
        yield Button(_("Effect of publishing"), reverse("impact", args=[page.pk]), icon_name="view", priority=84)
