"""The public shapes of themes: colours and letters of guides on other websites."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from content.model.vocabulary import ColourScheme, Font


@extend_schema_field({"type": "string", "pattern": "^#[0-9a-fA-F]{6}$", "example": "#0b5d5b"})
class ColourField(serializers.CharField):
    """A colour as #rrggbb."""


class PaletteDocument(serializers.Serializer):
    """Colours that can be read on each other (WCAG 2.2 AA)."""

    accent = ColourField(help_text="Of links, and behind the text of buttons.")
    on_accent = ColourField(help_text="Of text on the accent.")
    ink = ColourField(help_text="Of text.")
    ground = ColourField(help_text="Behind text.")


class ThemeDocument(serializers.Serializer):
    """How guides look on other websites."""

    scheme = serializers.ChoiceField(choices=ColourScheme.choices)
    font = serializers.ChoiceField(choices=Font.choices)
    light = PaletteDocument()
    dark = PaletteDocument()
