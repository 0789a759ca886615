"""Adds sign-off to the admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from content.desk.access.menus import OwnMenuItem
from content.desk.signoff import emergencies, saying, sending, views
from content.model.guides.models import GuideIndexPage, GuidePage


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("sign-off/", views.every_guide, name="sign_offs"),
        path("sign-off/<int:page_id>/", views.guide, name="sign_off"),
        path("sign-off/<int:page_id>/send/", sending.send, name="send_for_sign_off"),
        path("sign-off/<int:page_id>/emergency/", emergencies.emergency, name="publish_unsigned"),
        path("sign-off/<int:page_id>/<str:part>/", views.part, name="sign_off_part"),
    ]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> OwnMenuItem:
    return OwnMenuItem(_("Sign-off"), reverse("sign_offs"), views.may_read_any, icon_name="check", order=115)


@hooks.register("register_page_header_buttons")
def add_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page, GuidePage) and views.may_read(user, page):
        yield Button(_("Sign-off"), reverse("sign_off", args=[page.pk]), icon_name="check", priority=82)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say_sent(request: Any, page: Any) -> None:
    saying.say_sent(request, page)


@hooks.register("construct_page_action_menu")
def begin_with_submitting(menu_items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """Who may not publish sees the button that leads on. “Save draft” is in the menu: drafts save themselves."""
    if not any(item.name == "action-publish" for item in menu_items):
        menu_items.sort(key=lambda item: item.name != "action-submit")


@hooks.register("construct_page_action_menu")
def leave_out_submitting(menu_items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """Only guides wait for somebody else: whoever may publish a branch asks nobody."""
    page = context.get("page") or context.get("parent_page")
    is_guide = isinstance(page, GuidePage | GuideIndexPage)
    if page and not is_guide and page.permissions_for_user(request.user).can_publish():
        menu_items[:] = [item for item in menu_items if item.name != "action-submit"]
