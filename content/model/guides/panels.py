"""Panels of the guide's form."""

from typing import Any

from wagtail.admin.panels import FieldPanel, TitleFieldPanel


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
