"""Adds the screens of bulk work to the admin."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from content.desk.access.menus import OwnMenuItem
from content.desk.bulk import views


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("bulk/", views.overview, name="bulk"),
        path("bulk/operations/<int:operation_id>/", views.operation, name="bulk_operation"),
        path("bulk/<slug:key>/", views.change, name="bulk_change"),
    ]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> OwnMenuItem:
    return OwnMenuItem(_("Bulk changes"), reverse("bulk"), views.may_work_in_bulk, icon_name="list-ul", order=150)
