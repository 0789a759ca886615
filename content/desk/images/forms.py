"""The form of pictures, on all screens."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from content.model.conflicts import ComparingForm, lock
from content.model.consent.forms import may_bring_back
from content.model.images.models import GuideImage, describe_failure
from content.model.images.uploads import PictureField
from content.release.pictures import explain_taken_back, find_taken_back


class PictureForm(ComparingForm, BaseImageForm):
    file = PictureField(label=_("File"))

    original_file: Any

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        """Users without permission for consents can't see or change them, but can tick “shows a patient”."""
        super().__init__(*args, user=user, **kwargs)
        self.for_user = user
        if user is not None and not may_use_consents(user):
            self.fields.pop("consent", None)
            if self.instance.shows_patient and "shows_patient" in self.fields:
                self.fields["shows_patient"].disabled = True
        if "title" in self.fields and (state := describe_state(self.instance)):
            self.fields["title"].help_text = state

    def find_stored(self) -> Any:
        """Always compares: Wagtail has no hook before a picture is edited, and no preview uses this form."""
        return lock(self.instance) if self.instance.pk else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if may_bring_back(self.for_user):
            return cleaned
        stored = self.instance
        consent = cleaned.get("consent") if "consent" in self.fields else stored.consent
        field = find_taken_back(stored, cleaned.get("shows_patient", stored.shows_patient), consent and consent.pk)
        if field:
            self.add_error(field if field in self.fields else None, explain_taken_back())
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Delete a replaced file only after the commit: a refused change must not lose it."""
        replaced = self.original_file if commit and "file" in self.changed_data else None
        if not replaced:
            return super().save(commit=commit)
        self.original_file = None
        image = super().save(commit=commit)
        image.renditions.all().delete()
        name = replaced.name
        transaction.on_commit(lambda: replaced.storage.delete(name), robust=True)
        return image


def describe_state(image: GuideImage) -> str:
    """The reason why guides can't show the picture yet; empty if they can."""
    if not image.pk or image.is_prepared:
        return ""
    if image.why_withheld:
        return gettext("Not public: %(why)s.") % {"why": image.why_withheld}
    if image.failure:
        return describe_failure(image)
    return gettext("The picture is being processed. Until then, the public version does not change.")


def may_use_consents(user: Any) -> bool:
    return any(user.has_perm(f"content.{action}_consent") for action in ("view", "add", "change"))
