"""The branch's form: publishing asks politely what would refuse it."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from content.guides.slugs import find_taken


class BranchForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        # Wagtail defers required fields exactly when saving a draft; otherwise this form publishes or submits.
        if not self.is_deferred_validation and (message := find_taken(self.instance, cleaned.get("slug", ""))):
            self.add_error("slug", message)
        return cleaned
