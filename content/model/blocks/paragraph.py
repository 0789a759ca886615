"""Plain paragraphs and lists."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from content.model.blocks.base import ContentBlock, text_block
from content.model.blocks.documents import RichTextField


class ParagraphValue(serializers.Serializer):
    text = RichTextField()


class ParagraphBlock(ContentBlock):
    """Running text, with lists and links."""

    type_name = "paragraph"
    Value = ParagraphValue

    text = text_block(help_text=_("Short sentences. Explain a medical word where it first appears."))

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
