"""Adds recalls and withdrawals to the admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from content.desk.access.menus import OwnMenuItem
from content.desk.recalls import views
from content.desk.recalls.buttons import offer_recall
from content.desk.recalls.rights import may_recall
from content.model.branches.models import BranchPage
from content.model.guides.models import GuidePage


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("recalls/", views.recalls, name="recalls"),
        path("recalls/new/<int:page_id>/", views.recall_guide, name="recall_guide"),
        path("recalls/<uuid:recall_id>/lift/", views.lift_recall, name="lift_recall"),
    ]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> OwnMenuItem:
    return OwnMenuItem(_("Recalls"), reverse("recalls"), may_recall, icon_name="warning", order=112)


@hooks.register("register_page_header_buttons")
def add_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """First in the menu; beside the form it is a button of its own (`listings/page_screens.py`)."""
    return iter(()) if view_name == "edit" else offer_recall(page, user)


@hooks.register("register_page_listing_more_buttons")
def add_button_to_list(page: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    return offer_recall(page, user)


@hooks.register("before_unpublish_page")
def keep_reason(request: Any, page: Any) -> None:
    if request.method == "POST" and isinstance(page, GuidePage | BranchPage):
        views.keep_withdrawal(request, page)
