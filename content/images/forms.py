"""The form of a picture, at every door through which one comes."""

from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from content.images.uploads import PictureField


class PictureForm(BaseImageForm):
    file = PictureField(label=_("File"))
