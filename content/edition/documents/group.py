"""The public shapes of the clinic group."""

from rest_framework import serializers

from content.edition.documents.contacts import ContactDocument
from content.edition.documents.stamps import LOCALE_CODES, StampDocument
from content.edition.documents.themes import ThemeDocument
from content.model.blocks.constants import ConstantField


class GroupContent(serializers.Serializer):
    id = serializers.UUIDField()
    type = ConstantField("group")
    name = serializers.CharField()
    purpose = serializers.CharField(allow_blank=True)
    attribution = serializers.CharField(allow_blank=True)
    contact = ContactDocument()
    default_locale = serializers.ChoiceField(choices=LOCALE_CODES)
    theme = ThemeDocument(help_text="For what is shown on no branch's website.")


class GroupDocument(GroupContent, StampDocument):
    """The clinic group."""
