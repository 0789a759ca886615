"""The section that says how a treatment works."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from wagtail.blocks import CharBlock

from content.model.blocks.base import ContentBlock, text_block
from content.model.blocks.documents import CitationIdsField, RichTextField, citations_block
from content.model.sections.base import FactsDocument, Section, blocks_column, lead_column
from content.model.vocabulary import SectionKey


class PointValue(serializers.Serializer):
    name = serializers.CharField()
    text = RichTextField()
    citations = CitationIdsField()


class PointBlock(ContentBlock):
    """One way in which the treatment works."""

    type_name = "point"
    Value = PointValue

    name = CharBlock(max_length=80, help_text=_("Two to four words, such as “Better blood flow”."))
    text = text_block(help_text=_("Two or three sentences. Say “may” if the evidence is not certain."))
    citations = citations_block()

    class Meta:
        icon = "list-ul"
        label = _("Point")


class MechanismSection(models.Model):
    mechanism_lead = lead_column()
    mechanism_blocks = blocks_column(PointBlock)

    class Meta:
        abstract = True


class MechanismFactsDocument(FactsDocument):
    """This section has no facts."""


MECHANISM = Section(key=SectionKey.MECHANISM, mixin=MechanismSection, facts=MechanismFactsDocument)
