"""Panels of the guide's form."""

from typing import Any

from wagtail.admin.panels import FieldPanel, Panel, TitleFieldPanel

from content.model.prompts.templates import Template


class TemplatesPanel(Panel):
    """For a new guide: templates to begin with."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "admin/guide_templates.html"

        def is_shown(self) -> bool:
            return self.instance.pk is None and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            chosen = self.request.GET.get("template", "")
            return {**super().get_context_data(parent_context), "templates": Template.choices, "chosen": chosen}


class FilledFieldPanel(FieldPanel):
    """A field that is hidden while it is empty."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            value: Any = getattr(self.instance, self.field_name, "")
            return bool(value) and super().is_shown()


class GuideTitlePanel(TitleFieldPanel):
    """Typing the title writes the slug of a new guide, but not that of a translation, which has one already."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_should_apply(self) -> bool:
            return bool(self.instance.is_source and super().get_should_apply())
