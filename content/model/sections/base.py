"""The base of all sections: a key, columns, blocks and serializers."""

from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.widgets import AdminAutoHeightTextInput

from content.model.blocks.base import ContentBlock, SectionStreamField, compile_blocks, judge_blocks, render
from content.model.blocks.callout import CalloutBlock
from content.model.blocks.constants import CodeField, ConstantField, MarkupField
from content.model.blocks.image import PictureBlock
from content.model.blocks.paragraph import ParagraphBlock
from content.model.compilation import represent
from content.model.vocabulary import RecallSeverity, SectionKey

SHARED_BLOCKS: tuple[type[ContentBlock], ...] = (ParagraphBlock, PictureBlock, CalloutBlock)


def lead_column() -> models.CharField:
    return models.CharField(
        _("lead sentence"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text=_("One plain sentence that makes sense on its own. Cards and previews show only this."),
    )


def blocks_column(*blocks: type[ContentBlock]) -> SectionStreamField:
    return SectionStreamField(
        [(block.type_name, block()) for block in (*blocks, *SHARED_BLOCKS)],
        blank=True,
        verbose_name=_("content"),
    )


def count_column(label: Any, help_text: Any, *, least: int = 1, most: int) -> models.PositiveSmallIntegerField:
    """The column of a fact that counts something; empty if it is not known."""
    return models.PositiveSmallIntegerField(
        label,
        null=True,
        blank=True,
        validators=[MinValueValidator(least), MaxValueValidator(most)],
        help_text=help_text,
    )


@dataclass(frozen=True)
class RangeFact:
    """A fact with two columns, `{name}_min` and `{name}_max`. For a single number they are equal."""

    name: str
    label: Any

    @property
    def columns(self) -> tuple[str, str]:
        return f"{self.name}_min", f"{self.name}_max"

    def check(self, page: Any) -> dict[str, ValidationError]:
        least, most = (getattr(page, column) for column in self.columns)
        if least is not None and most is not None and least > most:
            message = _("Enter %(least)s or more.") % {"least": least}
            return {self.columns[1]: ValidationError(message)}
        return {}


@dataclass(frozen=True)
class FlagsFact:
    """A fact made of several boxes to tick: the list of the ticked ones."""

    columns: tuple[str, ...]
    label: Any


class RangeDocument(serializers.Serializer):
    """From `min` to `max`, both included; alike where the source gives one number."""

    min = serializers.IntegerField(min_value=0)
    max = serializers.IntegerField(min_value=0)


@extend_schema_field(RangeDocument)
class RangeField(serializers.Field):
    """The columns of a `RangeFact` of the page -> `RangeDocument`, or null where neither is filled."""

    def __init__(self, fact: RangeFact, **kwargs: Any) -> None:
        self.fact = fact
        super().__init__(source="*", allow_null=True, **kwargs)

    def to_representation(self, page: Any) -> dict[str, int] | None:
        least, most = (getattr(page, column) for column in self.fact.columns)
        if least is None and most is None:
            return None
        return {"min": most if least is None else least, "max": least if most is None else most}


class FactsDocument(serializers.Serializer):
    """The typed values of a section; null where not known. Made from the source-locale page."""

    def to_representation(self, instance: Any) -> dict[str, Any]:
        # A choice that was not made is stored as the empty string and served as null.
        return {name: None if value == "" else value for name, value in super().to_representation(instance).items()}


@extend_schema_field({"type": "object", "additionalProperties": True})
class NoFactsField(serializers.DictField):
    """The empty object of a section without facts."""


class RecallNoticeDocument(serializers.Serializer):
    """Why a section is empty: it was recalled, and readers must be told."""

    severity = serializers.ChoiceField(choices=RecallSeverity.choices)
    reason = serializers.CharField()
    recalled_at = serializers.DateTimeField()


class SafetyNoteDocument(serializers.Serializer):
    """The risks in brief, so that a benefit never travels without its risk."""

    text = serializers.CharField()
    risks = serializers.ListField(child=serializers.CharField(), help_text="Names of the side effects listed.")
    link = CodeField(help_text="Root-relative address of the safety section in this API.")
    web = CodeField(help_text="Root-relative address of the safety section on the web page.")


@dataclass(frozen=True)
class Section:
    """One of the five fixed sections. All code about sections uses these objects.

    What editors can fill in is what `mixin` has: a lead, blocks, and columns, each of which is a fact or a part of one.
    """

    key: SectionKey
    mixin: type[models.Model]
    facts: type[FactsDocument]
    ranges: tuple[RangeFact, ...] = ()
    flags: tuple[FlagsFact, ...] = ()
    required_facts: tuple[RangeFact, ...] = ()

    @property
    def heading(self) -> Any:
        return self.key.label

    @property
    def lead_field(self) -> str:
        return f"{self.key}_lead"

    @property
    def blocks_field(self) -> str:
        return f"{self.key}_blocks"

    @cached_property
    def all_blocks(self) -> tuple[type[ContentBlock], ...]:
        column: Any = self.mixin._meta.get_field(self.blocks_field)
        return tuple(type(block) for block in column.stream_block.child_blocks.values())

    @cached_property
    def fact_columns(self) -> list[str]:
        """Those that are a fact each."""
        known = {self.lead_field, self.blocks_field, *self._grouped_columns}
        return [field.name for field in self.mixin._meta.local_fields if field.name not in known]

    @property
    def all_fact_columns(self) -> list[str]:
        return [*self._grouped_columns, *self.fact_columns]

    @property
    def _grouped_columns(self) -> list[str]:
        grouped: list[RangeFact | FlagsFact] = [*self.ranges, *self.flags]
        return [column for fact in grouped for column in fact.columns]

    def build_panel(self) -> ObjectList:
        grouped: list[RangeFact | FlagsFact] = [*self.ranges, *self.flags]
        groups = [
            MultiFieldPanel([FieldRowPanel([FieldPanel(column) for column in fact.columns])], heading=fact.label)
            for fact in grouped
        ]
        singles = [FieldPanel(column) for column in self.fact_columns]
        facts = [MultiFieldPanel([*groups, *singles], heading=_("Facts"))] if groups or singles else []
        panels = [FieldPanel(self.lead_field, widget=AdminAutoHeightTextInput), *facts, FieldPanel(self.blocks_field)]
        return ObjectList(panels, heading=self.heading)

    @cached_property
    def document(self) -> type[serializers.Serializer]:
        return _build_section_document(self)

    def compile(self, page: Any, facts_page: Any, context: dict[str, Any]) -> dict[str, Any]:
        """The section without the values that depend on other sections or on history (note, digest, dates)."""
        facts = represent(self.facts, facts_page, context)
        blocks = compile_blocks(getattr(page, self.blocks_field), context)
        return self.assemble(getattr(page, self.lead_field), facts, blocks)

    def judge(self, page: Any, facts_page: Any, context: dict[str, Any]) -> dict[str, Any]:
        """The section's words and facts, as a clinician judges them, without generated values.

        Facts with default values are left out, so that a fact that is added later opens no part.
        """
        facts = represent(self.facts, facts_page, context)
        return {
            "lead": getattr(page, self.lead_field),
            "facts": {name: value for name, value in facts.items() if value != self.unfilled_facts[name]},
            "blocks": judge_blocks(getattr(page, self.blocks_field), context),
        }

    @cached_property
    def unfilled_facts(self) -> dict[str, Any]:
        """The facts of a page on which none was filled in."""
        return represent(self.facts, SimpleNamespace(**self.default_columns))

    @property
    def default_columns(self) -> dict[str, Any]:
        """The section's columns as they are on a page that nobody has filled in."""
        return {field.name: field.get_default() for field in self.mixin._meta.local_fields}

    def compile_recalled(self, blank_page: Any, notice: dict[str, Any]) -> dict[str, Any]:
        """The section without its words. Its lead has the reason, which apps without support for recalls show too."""
        lead = gettext("This part has been recalled. %(reason)s") % notice
        facts = represent(self.facts, blank_page)
        return self.assemble(lead, facts, [], notice)

    def assemble(
        self, lead: str, facts: dict[str, Any], blocks: list[Any], recall: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        parts = {
            "recall": recall,
            "lead": lead,
            "facts_template": f"components/sections/{self.key}.html",
            "facts": facts,
            "blocks": blocks,
        }
        return {
            "key": str(self.key),
            "heading": str(self.heading),
            "recall": recall,
            "lead": lead,
            "facts": facts,
            "blocks": blocks,
            "html": render("components/section.html", parts),
        }


def _build_section_document(section: Section) -> type[serializers.Serializer]:
    """The serializer for OpenAPI. Its fields are those of `Section.compile`, with the stamp of a release."""
    name = section.key.title()
    blocks = PolymorphicProxySerializer(
        component_name=f"{name}Block",
        serializers={block.type_name: block.Document for block in section.all_blocks},
        resource_type_field_name="type",
        many=True,
    )
    blocks_field = extend_schema_field(blocks)(type("BlocksField", (serializers.JSONField,), {}))
    note = SafetyNoteDocument(allow_null=True, help_text="Null in the safety section itself.")
    fields = {
        "__doc__": f"The section “{section.key.label}”.",
        "key": ConstantField(section.key.value),
        "heading": serializers.CharField(),
        "recall": RecallNoticeDocument(
            allow_null=True, help_text="Not null: the section's words must not be shown, only this."
        ),
        "lead": serializers.CharField(help_text="One plain sentence that stands alone."),
        "facts": section.facts() if section.facts().fields else NoFactsField(),
        "blocks": blocks_field(),
        "html": MarkupField(help_text="The whole section but its heading, as safe HTML."),
        "safety_note": note,
        "digest": CodeField(help_text="Changes when, and only when, the section's content does."),
        "updated_at": serializers.DateTimeField(),
    }
    return type(f"{name}SectionDocument", (serializers.Serializer,), fields)
