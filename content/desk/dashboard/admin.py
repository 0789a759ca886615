"""Builds the admin's first page."""

from typing import Any

from wagtail import hooks

from content.desk.access.pages import may_add_guides
from content.desk.dashboard.panels import PANELS


@hooks.register("construct_homepage_panels")
def add_dashboard(request: Any, panels: list[Any]) -> None:
    """The first steps are an editor's: to others, their own tasks come first."""
    added = [panel() for panel in PANELS]
    if not may_add_guides(request.user):
        added[0].order = added[1].order + 1
    panels += added
