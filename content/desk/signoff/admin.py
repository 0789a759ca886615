"""Adds sign-off to the admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
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


class SubmitMenuItem(ActionMenuItem):
    """Wagtail's button that submits, as the first of a form. Enter in a field still saves the draft."""

    template_name = "admin/submit_first.html"

    def __init__(self, item: ActionMenuItem) -> None:
        super().__init__(item.order)
        self.item, self.name = item, item.name

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        return {**context, "button": self.item.render_html(parent_context)}


@hooks.register("construct_page_action_menu")
def place_submitting(menu_items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """Who may not publish a guide sees the button that leads on. “Save draft” is in the menu: drafts save themselves.

    Only guides wait for somebody else: whoever may publish a branch asks nobody, and the list of guides is not signed.
    """
    page, parent = context.get("page"), context.get("parent_page")
    is_guide = isinstance(page, GuidePage) or (page is None and isinstance(parent, GuideIndexPage))
    place = page or parent
    if is_guide:
        submit = next((item for item in menu_items if item.name == "action-submit"), None)
        if submit and not any(item.name == "action-publish" for item in menu_items):
            menu_items.remove(submit)
            menu_items.insert(0, SubmitMenuItem(submit))
    elif isinstance(page, GuideIndexPage) or (place and place.permissions_for_user(request.user).can_publish()):
        menu_items[:] = [item for item in menu_items if item.name != "action-submit"]
