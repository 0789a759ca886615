"""The public shapes of the labels of codes."""

from typing import ClassVar

from rest_framework import serializers

from content.edition.documents.stamps import LOCALE_CODES, StampDocument
from content.model.blocks.constants import CodeField, ConstantField


class TermDocument(serializers.Serializer):
    code = CodeField()
    label = serializers.CharField()  # type: ignore[assignment]


class LocaleDocument(serializers.Serializer):
    code = serializers.ChoiceField(choices=LOCALE_CODES)
    name = serializers.CharField(help_text="In its own language.")
    direction = serializers.ChoiceField(choices=["ltr", "rtl"])


class VocabularyContent(serializers.Serializer):
    """Labels, in one locale, of every code that the API serves."""

    shows_in: ClassVar = {"categories": "category"}

    type = ConstantField("vocabulary")
    locale = serializers.ChoiceField(choices=LOCALE_CODES)
    enumerations = serializers.DictField(
        child=TermDocument(many=True), help_text="Name of the enumeration -> its terms in order."
    )
    categories = TermDocument(many=True)
    locales = LocaleDocument(many=True)


class VocabularyDocument(VocabularyContent, StampDocument):
    """Labels, in one locale, of every code that the API serves."""
