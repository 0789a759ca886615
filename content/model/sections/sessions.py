"""The section that says how many sessions are needed, how far apart, and when results show."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from wagtail.blocks import CharBlock

from content.model.blocks.base import ContentBlock, text_block
from content.model.blocks.documents import RichTextField
from content.model.sections.base import (
    FactsDocument,
    RangeFact,
    RangeField,
    Section,
    blocks_column,
    count_column,
    lead_column,
)
from content.model.vocabulary import SectionKey

SESSIONS_NEEDED = RangeFact("sessions", _("Sessions needed"))
WEEKS_BETWEEN = RangeFact("weeks_between", _("Weeks between sessions"))


class MilestoneValue(serializers.Serializer):
    when = serializers.CharField()
    text = RichTextField()


class MilestoneBlock(ContentBlock):
    """A moment on the way, and what to expect then."""

    type_name = "milestone"
    Value = MilestoneValue

    when = CharBlock(max_length=80, help_text=_("Such as “After 3 sessions” or “Month 6”."))
    text = text_block(help_text=_("What to expect then. Say that it varies from person to person."))

    class Meta:
        icon = "calendar"
        label = _("Milestone")


class SessionsSection(models.Model):
    sessions_lead = lead_column()
    sessions_min = count_column(_("fewest"), _("Sessions in a first course, 1 to 50."), most=50)
    sessions_max = count_column(_("most"), _("Sessions in a first course, 1 to 50."), most=50)
    weeks_between_min = count_column(_("shortest gap"), _("Weeks, 1 to 52. One month is 4 weeks."), most=52)
    weeks_between_max = count_column(_("longest gap"), _("Weeks, 1 to 52."), most=52)
    results_after_sessions = count_column(
        _("results noticed after"), _("Sessions after which most patients notice a change, 1 to 50."), most=50
    )
    maintenance_months = count_column(
        _("maintenance every"),
        _("Months between maintenance sessions, 1 to 60. Leave empty if none are needed."),
        most=60,
    )
    sessions_blocks = blocks_column(MilestoneBlock)

    class Meta:
        abstract = True


class SessionsFactsDocument(FactsDocument):
    """Facts about a course of treatment."""

    sessions_needed = RangeField(SESSIONS_NEEDED)
    weeks_between = RangeField(WEEKS_BETWEEN)
    results_after_sessions = serializers.IntegerField(allow_null=True)
    maintenance_months = serializers.IntegerField(allow_null=True)


SESSIONS = Section(
    key=SectionKey.SESSIONS,
    mixin=SessionsSection,
    facts=SessionsFactsDocument,
    ranges=(SESSIONS_NEEDED, WEEKS_BETWEEN),
)
