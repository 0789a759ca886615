"""Adds the report of reviews to the admin."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from content.desk.access.menus import OwnMenuItem
from content.desk.access.pages import may_edit_guides
from content.desk.reviews.views import ReviewReport


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("reviews/", ReviewReport.as_view(), name="review_report"),
        path("reviews/results/", ReviewReport.as_view(results_only=True), name="review_report_results"),
    ]


@hooks.register("register_reports_menu_item")
def register_report() -> OwnMenuItem:
    address = reverse("review_report")
    return OwnMenuItem(_("Reviews"), address, may_edit_guides, icon_name="calendar-check", order=880)
