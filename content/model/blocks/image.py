"""A picture within a section."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from wagtail.blocks import CharBlock

from content.model.blocks.base import ContentBlock
from content.model.blocks.choosers import ImageBlock
from content.model.blocks.documents import BlankField, ImageField


class PictureValue(serializers.Serializer):
    image = ImageField()
    caption = BlankField()


class PictureBlock(ContentBlock):
    """A picture with its caption."""

    type_name = "image"
    Value = PictureValue

    @classmethod
    def is_shown(cls, value: dict[str, Any]) -> bool:
        return value.get("image") is not None

    image = ImageBlock()
    caption = CharBlock(required=False, max_length=160, help_text=_("What readers should notice."))

    class Meta:
        icon = "image"
        label = _("Picture")
