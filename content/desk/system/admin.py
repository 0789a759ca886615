"""Adds the page of the system to the admin."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from content.desk.access.menus import OwnMenuItem
from content.desk.system import views


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("system/", views.system, name="system"),
    ]


@hooks.register("register_settings_menu_item")
def register_menu_item() -> OwnMenuItem:
    return OwnMenuItem(_("System"), reverse("system"), views.may_read, icon_name="cogs", order=900)
