"""The panels of the admin's first page: tasks, planned changes, coverage, and first steps on a new site."""

from typing import Any

from wagtail.admin.ui.components import Component

from content.desk.access.pages import editable_guides, may_add_guides
from content.desk.dashboard.coverage import build_coverage
from content.desk.dashboard.first_steps import FirstStepsPanel
from content.desk.dashboard.planned import find_planned
from content.desk.dashboard.tasks import find_tasks


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


PANELS = (FirstStepsPanel, TasksPanel, CoveragePanel)
