"""A box that stands out from the text."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from wagtail.blocks import CharBlock

from content.model.blocks.base import ContentBlock, choice_block, text_block
from content.model.blocks.documents import BlankField, RichTextField
from content.model.vocabulary import CalloutTone


class CalloutValue(serializers.Serializer):
    tone = serializers.ChoiceField(choices=CalloutTone.choices)
    title = BlankField()
    text = RichTextField()


class CalloutBlock(ContentBlock):
    """A note, an important point or a warning."""

    type_name = "callout"
    Value = CalloutValue

    tone = choice_block(CalloutTone, default=CalloutTone.NOTE)
    title = CharBlock(required=False, max_length=80)
    text = text_block()

    class Meta:
        icon = "help"
        label = _("Callout")
