"""Adds the screens of offerings to the admin."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from content.desk.access.menus import OwnMenuItem
from content.desk.offerings import views
from content.model.branches.models import Offering
from content.model.branches.policy import OfferingPermissionPolicy, offering_branches

register_permission_policy(Offering, OfferingPermissionPolicy(Offering))


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("offerings/", views.grid, name="offerings"),
        path("offerings/every/", views.every, name="every_offering"),
        path("offerings/every/csv/", views.csv_file, name="every_offering_csv"),
        path("offerings/changes/", views.changes, name="offering_changes"),
        path("offerings/<int:branch_id>/", views.grid, name="offerings"),
        path("offerings/<int:branch_id>/csv/", views.csv_file, name="offerings_csv"),
    ]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> OwnMenuItem:
    address = reverse("offerings")
    return OwnMenuItem(
        _("Offerings"), address, lambda user: offering_branches(user).exists(), icon_name="table", order=125
    )
