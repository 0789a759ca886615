"""Panels of the guide's form."""

from typing import Any

from wagtail.admin.panels import FieldPanel


class FilledFieldPanel(FieldPanel):
    """A field that is hidden while it is empty."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            value: Any = getattr(self.instance, self.field_name, "")
            return bool(value) and super().is_shown()
