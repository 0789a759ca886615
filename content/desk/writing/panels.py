"""The panel beside a guide's form: the style guide for the open tab, and its reading age."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel

from content.desk.writing.style import read_style
from content.model.sections import SECTIONS


class WritingSidePanel(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle writing help")
        icon_name = "pilcrow"
        has_counter = False

    name = "writing"
    title = _("Writing help")
    template_name = "admin/writing_help.html"
    order = 360

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        headings: dict[str, Any] = {
            "overview": _("Overview"),
            **{str(section.key): section.heading for section in SECTIONS},
            "review": _("Review"),
        }
        language = self.object.locale.language_code
        rules = read_style(language)
        return {
            **super().get_context_data(parent_context),
            "language": language,
            "rules_of_all": rules["every"],
            "parts": [(key, heading, rules[key]) for key, heading in headings.items()],
        }


def add_writing_help(panels: Any, page: Any, request: Any) -> MediaContainer:
    return MediaContainer([*panels, WritingSidePanel(page, request)])
