"""The report of sightings day by day, also as a spreadsheet."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter, DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from content.desk.sightings.models import Sighting, What
from content.desk.sightings.places import read_titles
from content.desk.sightings.rights import find_visible, may_read
from content.model.branches.policy import find_owned_branches
from content.model.days import show_day
from content.model.vocabulary import SectionKey

#: What a row is about: one part of one guide, on one website, on one day.
GROUPED = ("day", "host", "guide", "section", "branch", "locale")


class DayFilterSet(WagtailFilterSet):
    day = DateFromToRangeFilter(label=gettext_lazy("Day"), widget=DateRangePickerWidget)
    branch = ChoiceFilter(label=gettext_lazy("Branch"))
    host = ChoiceFilter(label=gettext_lazy("Website"))

    class Meta:
        model = Sighting
        fields = ["day", "branch", "host"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = find_visible(self.request.user)
        for name in ("branch", "host"):
            known = {*seen.order_by().values_list(name, flat=True).distinct(), self.data.get(name, "")} - {""}
            self.filters[name].extra["choices"] = [(text, text) for text in sorted(known)]


class DayReport(ReportView):
    """Who opens it from the menu and looks after one branch begins with that one."""

    model = Sighting
    page_title = gettext_lazy("Embeds by day")
    header_icon = "code"
    filterset_class = DayFilterSet
    index_url_name = "sightings_days"
    index_results_url_name = "sightings_days_results"
    default_ordering = ("-day", *GROUPED[1:])
    columns = [
        Column("day", label=gettext_lazy("Day"), accessor=lambda row: show_day(row["day"])),
        Column("host", label=gettext_lazy("Website")),
        Column("title", label=gettext_lazy("What")),
        Column("branch", label=gettext_lazy("Branch")),
        Column("locale", label=gettext_lazy("Language")),
        Column("views", label=gettext_lazy("Views (estimate)")),
        Column("bookings", label=gettext_lazy("Booking links followed (estimate)")),
    ]
    list_export = [column.name for column in columns]
    export_headings = {column.name: column.label for column in columns}
    export_filename = "embeds"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not may_read(request.user):
            raise PermissionDenied
        own = find_owned_branches(request.user).values_list("slug", flat=True)
        if not request.GET and not self.results_only and len(own) == 1:
            return redirect(f"{request.path}?branch={own[0]}")
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[Any, Any]:
        """Only one of so many embeds reports, so what was counted stands for more (`BEACON_EVERY`)."""
        counted = {
            name: Coalesce(Sum("count", filter=Q(what=what)), 0) * max(1, settings.BEACON_EVERY)
            for name, what in (("views", What.SHOWN), ("bookings", What.BOOKING))
        }
        return find_visible(self.request.user).values(*GROUPED).annotate(**counted)

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        titles = read_titles({row["guide"] for row in object_list} - {""})
        sections = dict(SectionKey.choices)
        for row in object_list:
            title = titles.get((row["guide"], row["locale"]), row["guide"]) or _("List of treatments")
            row["title"] = f"{title}: {sections.get(row['section'], row['section'])}" if row["section"] else title
        return object_list
