"""The form of a picture, at every door through which one comes."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from content.images.uploads import PictureField


class PictureForm(BaseImageForm):
    file = PictureField(label=_("File"))

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        """Whoever may not see consents is shown none and changes none; they may still say that it shows a patient."""
        super().__init__(*args, user=user, **kwargs)
        if user is not None and not may_use_consents(user):
            self.fields.pop("consent", None)
            if self.instance.shows_patient and "shows_patient" in self.fields:
                self.fields["shows_patient"].disabled = True


def may_use_consents(user: Any) -> bool:
    return any(user.has_perm(f"content.{action}_consent") for action in ("view", "add", "change"))
