"""The section that says what a treatment can be combined with."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from wagtail.blocks.struct_block import StructBlockValidationError

from content.model.blocks.base import ContentBlock, choice_block, text_block
from content.model.blocks.choosers import GuideBlock, ThingBlock
from content.model.blocks.documents import CitationIdsField, GuideReferenceDocument, RichTextField, citations_block
from content.model.compilation import compilation_of, represent
from content.model.sections.base import FactsDocument, Section, blocks_column, lead_column
from content.model.snippets.translations import translate
from content.model.vocabulary import CombinationKind, SectionKey


class TherapyDocument(serializers.Serializer):
    shows = "therapy"

    id = serializers.UUIDField(source="translation_key")
    name = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)


@extend_schema_field(TherapyDocument)
class TherapyField(serializers.Field):
    """A therapy in any language -> its document in the language of the compilation, if it has been translated."""

    def to_representation(self, value: Any) -> dict[str, Any]:
        compilation = compilation_of(self.context)
        compilation.shows("therapy", value.translation_key)
        return represent(TherapyDocument, translate(value, compilation.locale), self.context)


@extend_schema_field(GuideReferenceDocument)
class GuideReferenceField(serializers.Field):
    """A guide's page -> its public id, title and address; null while that guide is not public."""

    def to_representation(self, value: Any) -> dict[str, Any] | None:
        guide = compilation_of(self.context).guide(value.pk)
        return {"id": guide.id, "title": guide.title, "url": guide.href} if guide else None


class CombinationValue(serializers.Serializer):
    guide = GuideReferenceField(allow_null=True)
    therapy = TherapyField(allow_null=True)
    kind = serializers.ChoiceField(choices=CombinationKind.choices)
    benefit = RichTextField()
    caution = RichTextField()
    citations = CitationIdsField()


class CombinationBlock(ContentBlock):
    """Another guide, or a therapy without a guide, that goes with this treatment."""

    type_name = "combination"
    Value = CombinationValue

    guide = GuideBlock("content.GuidePage", required=False, help_text=_("Shown once that guide is public."))
    therapy = ThingBlock("content.Therapy", required=False, help_text=_("Only if there is no guide for it."))
    kind = choice_block(CombinationKind)
    benefit = text_block(required=False, help_text=_("What the two do together."))
    caution = text_block(required=False, help_text=_("What to watch for: order, days between, who must not have both."))
    citations = citations_block()

    class Meta:
        icon = "plus"
        label = _("Combination")

    @classmethod
    def is_shown(cls, value: dict[str, Any]) -> bool:
        return bool(value.get("guide") or value.get("therapy"))

    @classmethod
    def judged(cls, value: dict[str, Any], stored: dict[str, Any]) -> dict[str, Any]:
        """A guide that was deleted since still counts, and opens no part: less is shown than was signed."""
        return {**value, "guide": {"id": str(stored["guide"])} if stored.get("guide") else None}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        chosen = [name for name in ("guide", "therapy") if cleaned[name]]
        if len(chosen) > 1 or (not chosen and not self.is_deferred_validation):
            message = _("Choose a guide or a therapy: one of the two.")
            raise StructBlockValidationError(block_errors={"guide": ValidationError(message)})
        return cleaned


class CombinationsSection(models.Model):
    combinations_lead = lead_column()
    combinations_blocks = blocks_column(CombinationBlock)

    class Meta:
        abstract = True


class CombinationsFactsDocument(FactsDocument):
    """This section has no facts."""


COMBINATIONS = Section(
    key=SectionKey.COMBINATIONS,
    mixin=CombinationsSection,
    facts=CombinationsFactsDocument,
)
