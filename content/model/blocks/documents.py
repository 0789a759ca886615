"""Serializers for the values of blocks and sections: rich text, pictures, citations, links to guides."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from wagtail.blocks import ListBlock

from content.model.blocks.choosers import ThingBlock
from content.model.blocks.constants import CodeField, ConstantField, MarkupField
from content.model.compilation import NotReady, compilation_of, represent
from content.model.images.models import GuideImage, GuideRendition, describe_failure
from content.model.images.presets import CROPS, FORMATS, build_crop_specs, build_specs
from content.model.richtext.portable_text import build_portable_text, render_html
from content.model.snippets.models import Citation
from content.model.vocabulary import EvidenceLevel


class SpanDocument(serializers.Serializer):
    _type = ConstantField("span")
    _key = CodeField()
    text = serializers.CharField()
    marks = serializers.ListField(
        child=CodeField(), help_text="strong, em, sup, sub, or the _key of an entry of markDefs."
    )


class LinkMarkDocument(serializers.Serializer):
    _type = ConstantField("link")
    _key = CodeField()
    href = CodeField(help_text="An absolute URL, or a root-relative address of a guide.")
    guide = serializers.UUIDField(allow_null=True, help_text="The guide's id, where the link leads to a guide.")


class TextBlockDocument(serializers.Serializer):
    _type = ConstantField("block")
    _key = CodeField()
    style = serializers.ChoiceField(choices=["normal"])  # type: ignore[assignment]
    listItem = serializers.ChoiceField(choices=["bullet", "number"], required=False)
    level = serializers.IntegerField(min_value=1, required=False)
    markDefs = LinkMarkDocument(many=True)
    children = SpanDocument(many=True)


class RichTextDocument(serializers.Serializer):
    """Rich text twice: as Portable Text, and as safe HTML made from it. With `text=…`, in that form alone."""

    portable_text = TextBlockDocument(many=True)
    html = MarkupField()
    text = serializers.CharField(
        required=False,
        allow_blank=True,
        help_text="The words alone, a line for each paragraph or item. Only with `text=plain`.",
    )


@extend_schema_field(RichTextDocument)
class RichTextField(serializers.Field):
    """Wagtail's RichText value, or its stored source -> `RichTextDocument`."""

    def to_representation(self, value: Any) -> dict[str, Any]:
        compilation = compilation_of(self.context)
        source = getattr(value, "source", value) or ""
        portable_text = build_portable_text(source, compilation.guide_link)
        return {"portable_text": portable_text, "html": render_html(portable_text)}


class FocalPointDocument(serializers.Serializer):
    """The point to keep in view when cropping, as a share of width and height (0 to 1)."""

    x = serializers.FloatField(min_value=0, max_value=1)
    y = serializers.FloatField(min_value=0, max_value=1)


class ImageFileDocument(serializers.Serializer):
    url = CodeField(help_text="Root-relative unless pictures are kept on another host.")
    width = serializers.IntegerField(help_text="Pixels.")
    height = serializers.IntegerField(help_text="Pixels.")


class ImageSourceDocument(serializers.Serializer):
    type = serializers.ChoiceField(choices=list(FORMATS), help_text="Media type.")
    srcset = ImageFileDocument(many=True)


class ImageCropDocument(ImageFileDocument):
    type = serializers.ChoiceField(choices=list(FORMATS), help_text="Media type.")


class ImageCropsDocument(serializers.Serializer):
    """The picture cut around its focal point, best format first. Smaller where the original is."""

    square = ImageCropDocument(many=True, help_text="1:1, 480 pixels: a thumbnail in a list.")
    wide = ImageCropDocument(many=True, help_text="1200 by 630 pixels: the card of a shared link.")


class ImageDocument(serializers.Serializer):
    id = serializers.UUIDField()
    alt = serializers.CharField(allow_blank=True, help_text="Empty for a picture that only decorates.")
    width = serializers.IntegerField(help_text="Pixels of the original.")
    height = serializers.IntegerField(help_text="Pixels of the original.")
    focal_point = FocalPointDocument(allow_null=True)
    placeholder = CodeField(help_text="Thumbhash, base64.")
    sources = ImageSourceDocument(many=True, help_text="Whole picture, best format first.")
    crops = ImageCropsDocument()


@extend_schema_field(ImageDocument)
class ImageField(serializers.Field):
    """A `GuideImage` as an ImageBlock gives it (with its alt text for this use) -> `ImageDocument`.

    None for a picture that is withheld; its block is then left out, so that null is never served.
    """

    def to_representation(self, value: GuideImage) -> dict[str, Any] | None:
        alt = "" if getattr(value, "decorative", False) else getattr(value, "contextual_alt_text", "") or ""
        compilation = compilation_of(self.context)
        compilation.shows("image", value.public_id)
        return describe_image(value, alt) if compilation.for_clinician else build_image(value, alt)


def describe_image(image: GuideImage, alt: str) -> dict[str, Any]:
    """The part of a picture that a clinician judges."""
    return {"id": str(image.public_id), "alt": alt, "file": image.get_file_hash()}


def build_image(image: GuideImage, alt: str) -> dict[str, Any] | None:
    """None for a withheld picture. Raises NotReady while its sizes are being prepared."""
    if image.is_withheld:
        return None
    focal_point = image.get_focal_point()
    prepared = image.find_prepared()
    return {
        "id": str(image.public_id),
        "alt": alt,
        "width": image.width,
        "height": image.height,
        "focal_point": {
            "x": round(focal_point.centroid_x / image.width, 4),
            "y": round(focal_point.centroid_y / image.height, 4),
        }
        if focal_point
        else None,
        "placeholder": image.placeholder,
        "sources": _sources(image, prepared),
        "crops": {crop: _crop(image, prepared, crop) for crop in CROPS},
    }


def _sources(image: GuideImage, prepared: dict[str, GuideRendition]) -> list[dict[str, Any]]:
    sources: dict[str, list[dict[str, Any]]] = {}
    for (media_type, _width), spec in build_specs(image.width).items():
        sources.setdefault(media_type, []).append(_file(image, prepared, spec))
    return [{"type": media_type, "srcset": files} for media_type, files in sources.items()]


def _crop(image: GuideImage, prepared: dict[str, GuideRendition], crop: str) -> list[dict[str, Any]]:
    specs = build_crop_specs(crop)
    return [{"type": media_type, **_file(image, prepared, spec)} for media_type, spec in specs.items()]


def _file(image: GuideImage, prepared: dict[str, GuideRendition], spec: str) -> dict[str, Any]:
    if spec not in prepared and image.failure:
        raise NotReady(describe_failure(image))
    if spec not in prepared:
        raise NotReady(
            _("The picture “%(title)s” is still being processed. Try again in a moment.") % {"title": image.title}
        )
    rendition = prepared[spec]
    return {"url": rendition.url, "width": rendition.width, "height": rendition.height}


@extend_schema_field(OpenApiTypes.STR)
class WebAddressField(serializers.CharField):
    """An address of the web, or the empty string: what would run something where it is followed is not served.

    Forms refuse such an address; this holds for what has come past them, too.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_blank=True, **kwargs)

    def get_attribute(self, instance: Any) -> Any:
        return super().get_attribute(instance) or ""

    def to_representation(self, value: Any) -> str:
        return str(value) if re.match(r"https?://[^\s/]", str(value), re.IGNORECASE) else ""


class CitationDocument(serializers.ModelSerializer):
    shows = "citation"

    id = serializers.UUIDField(source="public_id")
    year = serializers.IntegerField(allow_null=True)
    doi = serializers.CharField(allow_blank=True)
    pmid = serializers.CharField(allow_blank=True)
    url = WebAddressField(source="link")
    evidence_level = serializers.ChoiceField(choices=EvidenceLevel.choices)

    class Meta:
        model = Citation
        fields = ["id", "title", "source", "year", "doi", "pmid", "url", "evidence_level"]

    def to_representation(self, instance: Citation) -> dict[str, Any]:
        compilation_of(self.context).shows("citation", instance.public_id)
        return super().to_representation(instance)


@extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
class CitationIdsField(serializers.Field):
    """Citations of one statement, as ids into the guide's `citations`."""

    def to_representation(self, value: Any) -> list[Any]:
        compilation = compilation_of(self.context)
        citations = [citation for citation in value if citation]
        if compilation.for_clinician:
            return [represent(CitationDocument, citation, self.context) for citation in citations]
        for citation in citations:
            compilation.shows("citation", citation.public_id)
        return [str(citation.public_id) for citation in citations]


class GuideReferenceDocument(serializers.Serializer):
    shows = "guide"

    id = serializers.UUIDField()
    title = serializers.CharField()
    url = CodeField(help_text="Root-relative address of the guide's web page.")


@extend_schema_field(OpenApiTypes.STR)
class BlankField(serializers.CharField):
    """Text that may be empty: None is served as the empty string."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_blank=True, **kwargs)

    def get_attribute(self, instance: Any) -> Any:
        return super().get_attribute(instance) or ""


def citations_block() -> ListBlock:
    return ListBlock(
        ThingBlock("content.Citation", label=gettext_lazy("Citation")),
        default=[],
        required=False,
        min_num=0,
        help_text=gettext_lazy("What supports this statement."),
    )
