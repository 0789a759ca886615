"""What reviews add to the admin."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from content.desk.access.pages import may_edit_guides
from content.desk.reviews.views import ReviewReport


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("reviews/", ReviewReport.as_view(), name="review_report"),
        path("reviews/results/", ReviewReport.as_view(results_only=True), name="review_report_results"),
    ]


class ReviewsMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return may_edit_guides(request.user)


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    return ReviewsMenuItem(_("Reviews"), reverse("review_report"), icon_name="calendar-check", order=880)
