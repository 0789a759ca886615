"""The panels of the admin's first page: tasks, planned changes, coverage, and first steps on an empty site."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from content.desk.access.pages import editable_guides, may_add_guides
from content.desk.dashboard.coverage import build_coverage
from content.desk.dashboard.tasks import find_planned, find_tasks
from content.model.branches.models import BranchPage
from content.model.group.models import GroupSettings
from content.model.guides.models import GuidePage


class TasksPanel(Component):
    name, order = "tasks", 10
    template_name = "admin/dashboard_tasks.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        user = request.user
        tasks, planned = find_tasks(user), find_planned(user)
        return {"request": request, "tasks": tasks, "planned": planned, "may_add_guides": may_add_guides(user)}


class CoveragePanel(Component):
    """Shown to users who may edit guides."""

    name, order = "coverage", 20
    template_name = "admin/dashboard_coverage.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        may_see = editable_guides(request.user).exists()
        return {"request": request, "coverage": build_coverage() if may_see else None}


class FirstStepsPanel(Component):
    """The first steps in order, with the done ones ticked. Shown until a guide is public."""

    name, order = "first_steps", 5
    template_name = "admin/dashboard_first_steps.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        group, request = GroupSettings.objects.first(), parent_context["request"]
        steps = [
            (_("Add the clinic's name and contact details"), bool(group and group.clinic_name), _settings()),
            (_("Add a branch"), BranchPage.objects.exists(), reverse("branch_listing:index")),
            (_("Import or write a guide"), GuidePage.objects.exists(), reverse("import_document")),
            (_("Publish your first guide"), GuidePage.objects.live().exists(), reverse("guide_listing:index")),
        ]
        return {"steps": [] if steps[-1][1] or not request.user.is_superuser else steps}


def _settings() -> str:
    return reverse("wagtailsettings:edit", args=[GroupSettings._meta.app_label, GroupSettings._meta.model_name])


PANELS = (FirstStepsPanel, TasksPanel, CoveragePanel)
