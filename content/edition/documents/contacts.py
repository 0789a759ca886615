"""The public shape of a contact."""

from rest_framework import serializers

from content.model.blocks.documents import WebAddressField


class ContactDocument(serializers.Serializer):
    label = serializers.CharField()  # type: ignore[assignment]
    url = WebAddressField()
