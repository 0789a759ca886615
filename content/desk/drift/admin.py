"""Adds the drift report to the admin."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from content.desk.access.menus import OwnMenuItem
from content.desk.drift import views


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("drift/", views.report, name="drift"),
    ]


@hooks.register("register_reports_menu_item")
def register_report() -> OwnMenuItem:
    return OwnMenuItem(_("Where branches differ"), reverse("drift"), views.may_read, icon_name="table", order=885)
