"""Adds the report of sightings to the admin."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from content.desk.access.menus import OwnMenuItem
from content.desk.sightings import views


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("sightings/", views.report, name="sightings"),
    ]


@hooks.register("register_reports_menu_item")
def register_report() -> OwnMenuItem:
    return OwnMenuItem(_("Where it is embedded"), reverse("sightings"), views.may_read, icon_name="code", order=895)
