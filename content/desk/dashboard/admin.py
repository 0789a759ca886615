"""Builds the admin's first page."""

from typing import Any

from wagtail import hooks

from content.desk.dashboard.panels import PANELS


@hooks.register("construct_homepage_panels")
def add_dashboard(request: Any, panels: list[Any]) -> None:
    panels += [panel() for panel in PANELS]
