"""The report of reviews: every public guide with its reviewer, last and next review. Also as a spreadsheet."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from content.desk.access.pages import editable_guides, find_glance, may_edit_guides
from content.desk.reviews.clock import Clock, find_clocks, find_withdrawal
from content.desk.reviews.models import Stage
from content.model.days import show_day
from content.model.guides.models import GuidePage


def describe_state(clock: Clock) -> str:
    """The state of a guide's review, in words."""
    if clock.stage == Stage.WITHDRAWAL:
        day = find_withdrawal(clock)
        return _("overdue, will be withdrawn on %(day)s") % {"day": show_day(day) if day else "–"}
    if clock.stage == Stage.DUE:
        days = (clock.today - clock.due).days
        overdue = ngettext("overdue for %(n)d day", "overdue for %(n)d days", days)
        return overdue % {"n": days} if days else _("due today")
    return _("due soon") if clock.stage == Stage.SOON else ""


class ReviewFilterSet(WagtailFilterSet):
    class Meta:
        model = GuidePage
        fields = ["locale", "reviewer", "category"]


class GuideColumn(TitleColumn):
    """The guide's name, which leads to the page about it."""

    def get_link_url(self, instance: Any, parent_context: Any) -> str:
        return find_glance(parent_context["request"].user, instance)


class ReviewReport(ReportView):
    model = GuidePage
    page_title = gettext_lazy("Reviews")
    header_icon = "calendar-check"
    filterset_class = ReviewFilterSet
    index_url_name = "review_report"
    index_results_url_name = "review_report_results"
    default_ordering = "next_review"
    columns = [
        GuideColumn("title", label=gettext_lazy("Guide")),
        Column("locale", label=gettext_lazy("Language")),
        Column("reviewer", label=gettext_lazy("Reviewed by")),
        Column("last_reviewed", label=gettext_lazy("Last review"), sort_key="last_reviewed"),
        Column("next_review", label=gettext_lazy("Next review due"), sort_key="next_review"),
        Column("review_state", label=gettext_lazy("State")),
    ]
    list_export = ["title", "locale", "reviewer", "last_reviewed", "next_review", "review_state"]
    export_headings = {
        "title": gettext_lazy("Guide"),
        "locale": gettext_lazy("Language"),
        "reviewer": gettext_lazy("Reviewed by"),
        "last_reviewed": gettext_lazy("Last review"),
        "next_review": gettext_lazy("Next review due"),
        "review_state": gettext_lazy("State"),
    }

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Checks the permission, since the filters name every category and clinician."""
        if not may_edit_guides(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        shown = GuidePage.objects.filter(pk__in=[page.pk for page in object_list])
        states = {clock.page.pk: describe_state(clock) for clock in find_clocks(shown)}
        for page in object_list:
            page.review_state = states.get(page.pk, _("not set"))
        return object_list

    def get_base_queryset(self) -> Any:
        return editable_guides(self.request.user).live().select_related("locale", "reviewer")
