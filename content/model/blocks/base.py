"""The base of all blocks: a class with a name, a serializer of its value, and a template for its HTML."""

import json
from functools import lru_cache
from typing import Any, ClassVar

from django.db.models import TextChoices
from django.template.loader import render_to_string
from django.utils.translation import get_language
from rest_framework import serializers
from rest_framework.utils.encoders import JSONEncoder
from wagtail.blocks import ChoiceBlock, RichTextBlock, StreamValue, StructBlock
from wagtail.fields import StreamField

from content.model.blocks.constants import CodeField, ConstantField, MarkupField
from content.model.compilation import represent
from content.model.richtext.features import FEATURES
from content.model.richtext.sanitiser import sanitise

#: The limit of one rich text, about two pages. Longer text belongs into several blocks.
MOST_LETTERS = 5000


class ContentBlock(StructBlock):
    """A block of a section. `type_name` is the `type` that the API serves and never changes."""

    type_name: ClassVar[str]
    Value: ClassVar[type[serializers.Serializer]]
    Document: ClassVar[type[serializers.Serializer]]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if hasattr(cls, "type_name"):
            cls.Document = _build_document(cls)

    @classmethod
    def template_name(cls) -> str:
        return f"components/blocks/{cls.type_name}.html"

    @classmethod
    def is_shown(cls, value: dict[str, Any]) -> bool:
        """Whether a compiled value has content. An empty block is left out of the document.

        The value may be from an older edition and lack a field.
        """
        return True

    @classmethod
    def judged(cls, value: dict[str, Any], stored: dict[str, Any]) -> dict[str, Any]:
        """The part of a compiled value that a clinician judges. `stored`: the value as Wagtail stores it."""
        return value

    @classmethod
    def render_html(cls, value: dict[str, Any]) -> str:
        """Safe HTML of a compiled value (not Wagtail's value), in the active language."""
        return render(cls.template_name(), {"value": value})


def render(template: str, values: dict[str, Any]) -> str:
    """Safe HTML of compiled values, in the active language."""
    return _render(template, json.dumps(values, cls=JSONEncoder), get_language())


@lru_cache(maxsize=2_000)
def _render(template: str, values: str, language: str) -> str:
    """Cached: a guide that is compiled again has mostly the same blocks."""
    return sanitise(render_to_string(template, json.loads(values)))


def _build_document(block: type[ContentBlock]) -> type[serializers.Serializer]:
    name = "".join(word.title() for word in block.type_name.split("_"))
    fields = {
        "__doc__": (block.__doc__ or "").strip(),
        "id": CodeField(help_text="Stays the same while the block is edited or moved."),
        "type": ConstantField(block.type_name),
        "value": block.Value(),
        "fallback": MarkupField(help_text="Safe HTML of the block, for an app that does not know its type."),
    }
    return type(f"{name}BlockDocument", (serializers.Serializer,), fields)


def compile_blocks(stream: StreamValue, context: dict[str, Any]) -> list[dict[str, Any]]:
    """Compile a section's stream into block documents, in order."""
    documents = []
    for position, child in enumerate(stream):
        block = child.block
        value = represent(block.Value, child.value, context)
        if block.is_shown(value):
            id = child.id or f"unsaved-{position}"
            documents.append({"id": id, "type": block.type_name, "value": value, "fallback": block.render_html(value)})
    return documents


def judge_blocks(stream: StreamValue, context: dict[str, Any]) -> list[dict[str, Any]]:
    """The values in a section's stream that a clinician judges, in order, without generated ones."""
    judged = []
    for child, stored in zip(stream, stream.raw_data, strict=True):
        value = child.block.judged(represent(child.block.Value, child.value, context), stored["value"])
        if child.block.is_shown(value):
            judged.append({"type": child.block.type_name, "value": _drop_unticked(value)})
    return judged


def _drop_unticked(value: Any) -> Any:
    """A value without unticked boxes, so that a box that is added later changes no digest."""
    if isinstance(value, dict):
        return {name: _drop_unticked(below) for name, below in value.items() if below is not False}
    return [_drop_unticked(below) for below in value] if isinstance(value, list) else value


class SectionStreamField(StreamField):
    """A StreamField that is a plain JSON column to migrations, so that a changed block needs no migration.

    Wagtail's own field writes all blocks into the migration, and a migration that saves a row drops blocks that it does
    not know. A JSON column is saved unchanged.
    """

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        # A default in the database too: during an update an older version, without the column, still inserts rows.
        super().__init__(block_types, **{"default": [], "db_default": [], **kwargs})

    def deconstruct(self) -> Any:
        name, _path, _args, kwargs = super(StreamField, self).deconstruct()
        # A JSONField's default must be callable. Ours must not be: forms repeat a callable default in a hidden field.
        return name, "django.db.models.JSONField", [], {**kwargs, "default": list}


def text_block(**kwargs: Any) -> RichTextBlock:
    return RichTextBlock(features=FEATURES, max_length=MOST_LETTERS, **kwargs)


def choice_block(choices: type[TextChoices], **kwargs: Any) -> ChoiceBlock:
    return ChoiceBlock(choices=choices.choices, **kwargs)
