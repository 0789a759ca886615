"""Panels of a launch's form."""

from typing import Any

from wagtail.admin.panels import FieldPanel

from content.model.blocks.choosers import LanguageChooser


class ChosenPagePanel(FieldPanel):
    """Chooses a page, and shows its language."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options.setdefault("widgets", {})[self.field_name] = LanguageChooser(self.db_field.related_model)
        return options


class AskedPanel(FieldPanel):
    """A box to tick that is hidden while the form asks nothing."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return self.form.asks and super().is_shown()
