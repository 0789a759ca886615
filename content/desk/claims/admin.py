"""Adds the claims report to the admin."""

from collections.abc import Iterator
from typing import Any

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from content.desk.access.menus import OwnMenuItem
from content.desk.claims import views
from content.desk.claims.previews import use_checker
from content.model.guides.models import GuidePage


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("claims/", views.every_guide, name="claims"),
        path("claims/<int:page_id>/", views.guide, name="guide_claims"),
    ]


@hooks.register("register_reports_menu_item")
def register_report() -> OwnMenuItem:
    return OwnMenuItem(_("Claims"), reverse("claims"), views.may_read_any, icon_name="warning", order=890)


@hooks.register("register_page_header_buttons")
def add_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page, GuidePage) and views.may_read_claims(user, page):
        yield Button(_("Claims"), reverse("guide_claims", args=[page.pk]), icon_name="warning", priority=87)


@hooks.register("insert_editor_js")
def lead_to_claims() -> str:
    return format_html('<script src="{}" defer></script>', static("admin/claims-form.js"))


@hooks.register("construct_wagtail_userbar")
def check_claims_too(request: Any, items: list[Any], page: Any) -> None:
    use_checker(items)
