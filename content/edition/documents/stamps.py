"""The public shape of a release's stamp on every document, and the codes of all languages."""

from django.conf import settings
from rest_framework import serializers

from content.model.blocks.constants import CodeField

LOCALE_CODES = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]


class StampDocument(serializers.Serializer):
    """What a release adds: which version this is, and since when."""

    version = serializers.IntegerField(min_value=1, help_text="Counts up by one with every change.")
    digest = CodeField(help_text="SHA-256 of the content: equal digests, equal content.")
    published_at = serializers.DateTimeField(help_text="When it first became public.")
    updated_at = serializers.DateTimeField(help_text="When this version became public.")
