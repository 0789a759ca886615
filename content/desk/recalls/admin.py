"""Adds recalls and withdrawals to the admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from content.desk.access.menus import OwnMenuItem
from content.desk.recalls import views
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
    return OwnMenuItem(_("Recalls"), reverse("recalls"), views.may_recall, icon_name="warning", order=140)


@hooks.register("register_page_header_buttons")
def add_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page, GuidePage) and page.first_published_at and views.may_recall(user):
        yield Button(_("Recall"), reverse("recall_guide", args=[page.pk]), icon_name="warning", priority=95)


@hooks.register("before_unpublish_page")
def keep_reason(request: Any, page: Any) -> None:
    if request.method == "POST" and isinstance(page, GuidePage | BranchPage):
        views.keep_withdrawal(request, page)
