"""Adds the reports of sightings to the admin."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from content.desk.access.menus import OwnMenuItem
from content.desk.sightings import views
from content.desk.sightings.days import DayReport
from content.desk.sightings.rights import may_read


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("sightings/", views.report, name="sightings"),
        path("sightings/days/", DayReport.as_view(), name="sightings_days"),
        path("sightings/days/results/", DayReport.as_view(results_only=True), name="sightings_days_results"),
    ]


@hooks.register("register_reports_menu_item")
def register_report() -> OwnMenuItem:
    return OwnMenuItem(_("Where it is embedded"), reverse("sightings"), may_read, icon_name="code", order=895)
