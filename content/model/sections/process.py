"""The section that says what happens before, during and after a visit."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from wagtail.blocks import CharBlock

from content.model.blocks.base import ContentBlock, choice_block, text_block
from content.model.blocks.choosers import ImageBlock
from content.model.blocks.documents import ImageField, RichTextField
from content.model.sections.base import (
    FactsDocument,
    RangeFact,
    RangeField,
    Section,
    blocks_column,
    count_column,
    lead_column,
)
from content.model.vocabulary import Anaesthesia, Discomfort, Phase, SectionKey

MINUTES = RangeFact("minutes", _("Minutes per session"))


class StepValue(serializers.Serializer):
    phase = serializers.ChoiceField(choices=Phase.choices)
    title = serializers.CharField()
    text = RichTextField()
    image = ImageField(allow_null=True)


class StepBlock(ContentBlock):
    """One step, in the order in which the patient meets it."""

    type_name = "step"
    Value = StepValue

    phase = choice_block(Phase, default=Phase.DURING)
    title = CharBlock(max_length=80, help_text=_("What happens, such as “The scalp is cleaned”."))
    text = text_block(required=False)
    image = ImageBlock(required=False)

    class Meta:
        icon = "order-down"
        label = _("Step")


class ProcessSection(models.Model):
    process_lead = lead_column()
    minutes_min = count_column(_("shortest"), _("Minutes, 1 to 480."), most=480)
    minutes_max = count_column(
        _("longest"),
        _("Minutes, 1 to 480. The same as the shortest if visits always take as long."),
        most=480,
    )
    downtime_days = count_column(
        _("downtime"), _("Days until back to normal: 0 for the same day, up to 90."), least=0, most=90
    )
    anaesthesia = models.CharField(max_length=20, choices=Anaesthesia.choices, blank=True)
    discomfort = models.CharField(
        max_length=20,
        choices=Discomfort.choices,
        blank=True,
        help_text=_("What most patients say, not the best case."),
    )
    process_blocks = blocks_column(StepBlock)

    class Meta:
        abstract = True


class ProcessFactsDocument(FactsDocument):
    """Facts about one visit."""

    minutes_per_session = RangeField(MINUTES)
    downtime_days = serializers.IntegerField(allow_null=True)
    anaesthesia = serializers.ChoiceField(choices=Anaesthesia.choices, allow_null=True)
    discomfort = serializers.ChoiceField(choices=Discomfort.choices, allow_null=True)


PROCESS = Section(
    key=SectionKey.PROCESS,
    mixin=ProcessSection,
    facts=ProcessFactsDocument,
    ranges=(MINUTES,),
    required_facts=(MINUTES,),
)
