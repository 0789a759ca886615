"""The form of a launch. Each item needs the permission that its own screen asks for."""

from typing import Any

from content.model.forms import ModelEditForm

#: The field with an item's position in its list.
_OF_LIST = {"ORDER", "DELETE"}


class LaunchForm(ModelEditForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        # Saving a launch with a time says that all of it may go out then.
        is_planned = bool(cleaned.get("planned_at"))
        for formset in self.formsets.values():
            for form in formset.forms:
                is_asked = set(form.changed_data) - _OF_LIST or (is_planned and form.instance.pk)
                if is_asked and form.is_valid() and not formset._should_delete_form(form):
                    self.ask(form)
        return cleaned

    def ask(self, form: Any) -> None:
        """Changed items, as they are and as they were: nobody may remove what they could not have added."""
        stored = type(form.instance)._default_manager.filter(pk=form.instance.pk).first() if form.instance.pk else None
        for item in (form.instance, stored):
            if item and (sentence := item.find_forbidden(self.for_user)):
                form.add_error(None, sentence)
                return

    def save(self, commit: bool = True) -> Any:
        self.instance.made_by, self.instance.is_of_user = self.for_user, True
        return super().save(commit)
