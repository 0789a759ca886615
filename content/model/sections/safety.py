"""The section that says for whom a treatment is, its risks, and when to seek help."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from wagtail.blocks import CharBlock, IntegerBlock

from content.model.blocks.base import ContentBlock, choice_block, text_block
from content.model.blocks.documents import RichTextField
from content.model.sections.base import FactsDocument, FlagsFact, Section, blocks_column, lead_column
from content.model.vocabulary import ConcernSeverity, ContraindicationKind, Frequency, SectionKey


class TextValue(serializers.Serializer):
    text = RichTextField()


class SuitsBlock(ContentBlock):
    """People for whom the treatment is meant."""

    type_name = "suits"
    Value = TextValue

    text = text_block(help_text=_("Who it is suitable for. For example, “Adults with mild to moderate thinning”."))

    class Meta:
        icon = "check"
        label = _("Suits")


class DoesNotSuitBlock(ContentBlock):
    """People for whom the treatment is not meant or does little."""

    type_name = "does_not_suit"
    Value = TextValue

    text = text_block(help_text=_("Who it is not suitable for, and why."))

    class Meta:
        icon = "cross"
        label = _("Does not suit")


class ContraindicationValue(serializers.Serializer):
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=ContraindicationKind.choices)
    text = RichTextField()


class ContraindicationBlock(ContentBlock):
    """A medical reason against the treatment."""

    type_name = "contraindication"
    Value = ContraindicationValue

    name = CharBlock(max_length=80, help_text=_("The condition, such as “Pregnancy”."))
    kind = choice_block(ContraindicationKind)
    text = text_block(required=False)

    class Meta:
        icon = "warning"
        label = _("Contraindication")


class SideEffectValue(serializers.Serializer):
    name = serializers.CharField()
    frequency = serializers.ChoiceField(choices=Frequency.choices)
    resolves_within_days = serializers.IntegerField(allow_null=True)
    text = RichTextField()


class SideEffectBlock(ContentBlock):
    """A side effect: how common it is, how long it lasts, and what to do."""

    type_name = "side_effect"
    Value = SideEffectValue

    name = CharBlock(max_length=80, help_text=_("In plain words. For example, “Swelling”."))
    frequency = choice_block(
        Frequency, default=Frequency.UNKNOWN, help_text=_("If you are not sure, choose “not known”.")
    )
    resolves_within_days = IntegerBlock(
        required=False,
        min_value=0,
        max_value=365,
        help_text=_("Days, 0 to 365. Leave empty if it varies or is not known."),
    )
    text = text_block(required=False, help_text=_("What to do about it."))

    class Meta:
        icon = "info-circle"
        label = _("Side effect")


class SeekHelpBlock(ContentBlock):
    """Signs that need a clinician."""

    type_name = "seek_help"
    Value = TextValue

    text = text_block(help_text=_("The signs, and who to call."))

    class Meta:
        icon = "warning"
        label = _("When to seek help")


class AftercareBlock(ContentBlock):
    """What to do, and to leave be, after a visit."""

    type_name = "aftercare"
    Value = TextValue

    text = text_block()

    class Meta:
        icon = "circle-check"
        label = _("Aftercare")


class SafetySection(models.Model):
    safety_lead = lead_column()
    suits_mild = models.BooleanField(_("mild"), default=False)
    suits_moderate = models.BooleanField(_("moderate"), default=False)
    suits_advanced = models.BooleanField(_("advanced"), default=False)
    safety_blocks = blocks_column(
        SuitsBlock, DoesNotSuitBlock, ContraindicationBlock, SideEffectBlock, SeekHelpBlock, AftercareBlock
    )

    class Meta:
        abstract = True


class SuitsSeverityField(serializers.ListField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", child=serializers.ChoiceField(choices=ConcernSeverity.choices), **kwargs)

    def to_representation(self, page: Any) -> list[str]:
        return [severity.value for severity in ConcernSeverity if getattr(page, f"suits_{severity}")]


class SafetyFactsDocument(FactsDocument):
    """Facts about whom it suits."""

    suits_severity = SuitsSeverityField(help_text="Empty where not known.")


SAFETY = Section(
    key=SectionKey.SAFETY,
    mixin=SafetySection,
    facts=SafetyFactsDocument,
    flags=(FlagsFact(("suits_mild", "suits_moderate", "suits_advanced"), _("Suitable for these severities")),),
)
