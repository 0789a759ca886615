"""The form of a launch. Each item needs the permission of its own screen."""

from typing import Any

from content.model.forms import ModelEditForm

#: Form fields about an item's place in its list.
_OF_LIST = {"ORDER", "DELETE"}


class LaunchForm(ModelEditForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        # A launch with a time is published by itself, so saving it needs the permissions for all its items.
        is_planned = bool(cleaned.get("planned_at"))
        for formset in self.formsets.values():
            for form in formset.forms:
                is_asked = set(form.changed_data) - _OF_LIST or (is_planned and form.instance.pk)
                if is_asked and form.is_valid() and not formset._should_delete_form(form):
                    self.ask(form)
        return cleaned

    def ask(self, form: Any) -> None:
        """Check the permission for an item as it is and as it was: users may only remove what they could add."""
        stored = type(form.instance)._default_manager.filter(pk=form.instance.pk).first() if form.instance.pk else None
        for item in (form.instance, stored):
            if item and (sentence := item.find_forbidden(self.for_user)):
                form.add_error(None, sentence)
                return

    def save(self, commit: bool = True) -> Any:
        self.instance.made_by, self.instance.is_of_user = self.for_user, True
        return super().save(commit)
