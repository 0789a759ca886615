"""Collects all text of a compiled document that readers see. Its serializer tells text from codes, keys and markup.

document + serializer -> strings that readers see, each with the thing whose words they are

Every string that is not declared as a code counts as words. So new and undeclared fields are read too.
"""

import html
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from drf_spectacular.drainage import get_override
from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers

from content.edition import documents
from content.edition.compiler import Compiled
from content.model.blocks.constants import CodeField, ConstantField, MarkupField
from content.model.blocks.documents import WebAddressField
from content.model.vocabulary import Kind, State

#: Fields whose values are not text, or that nobody reads.
_NEVER_WORDS = (
    CodeField,
    WebAddressField,
    serializers.UUIDField,
    serializers.DateTimeField,
    serializers.DateField,
    serializers.TimeField,
    serializers.DecimalField,
)
_CONTENTS: dict[Kind, type[serializers.Serializer]] = {
    Kind.GUIDE: documents.GuideContent,
    Kind.BRANCH: documents.BranchContent,
    Kind.OFFERING: documents.OfferingContent,
    Kind.GROUP: documents.GroupContent,
    Kind.VOCABULARY: documents.VocabularyContent,
    Kind.RECALLS: documents.RecallsContent,
}
_BREAK = re.compile(r"<br\b[^>]*>")
#: Tags within a line. Every other tag begins a new line.
_INLINE = re.compile(r"</?(?:strong|em|sup|sub|a|span|cite)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


class Words(NamedTuple):
    """One string. `kind`, `name` and `id` describe the thing whose words these are: the document's subject, or a shown
    thing.

    `id` is the one in the document: for a category, its slug.
    """

    text: str
    place: str
    kind: str
    name: str = ""
    id: str = ""


def read_words(compiled: Compiled) -> Iterator[Words]:
    """All words of a compiled document, or of a tombstone's notice."""
    declared = _instance(_CONTENTS[compiled.kind] if compiled.state == State.LIVE else documents.NoticeDocument)
    for words in _read(declared, compiled.content, Words("", "", str(compiled.kind), id=compiled.subject)):
        owner = compiled.borrowed.get(words.place)
        yield words._replace(kind=owner.kind, id=owner.id) if owner else words


def _read(field: Any, value: Any, within: Words, shown: str = "") -> Iterator[Words]:
    field = _find_declared(field, value)
    if isinstance(value, dict):
        yield from _read_object(field, value, within, shown or getattr(field, "shows", ""))
    elif isinstance(value, list):
        for below in value:
            yield from _read(getattr(field, "child", None), below, within, shown)
    elif isinstance(value, str) and not _is_code(field, value):
        text = _read_markup(value) if isinstance(field, MarkupField) else value
        yield within._replace(text=text)


def _read_object(field: Any, value: dict[str, Any], within: Words, shown: str) -> Iterator[Words]:
    """`shown`: the kind of the object, if it is a shown thing."""
    if value.get("recall"):
        return  # its only words are the reason of a recall, which nothing may stop
    if shown:
        within = Words(
            "", within.place, shown, _first(value, "name", "title", "label"), _first(value, "id", "slug", "code")
        )
    fields, shows_in = getattr(field, "fields", {}), getattr(field, "shows_in", {})
    for key, below in value.items():
        place = f"{within.place}.{key}".strip(".")
        declared = fields.get(key, getattr(field, "child", None))
        yield from _read(declared, below, within._replace(place=place), shows_in.get(key, ""))


def _first(value: dict[str, Any], *names: str) -> str:
    return next((str(value[name]) for name in names if value.get(name)), "")


def _find_declared(field: Any, value: Any) -> Any:
    """The serializer that a field is declared to have for OpenAPI, else the field itself."""
    field = _resolve(field) if field is not None else None
    if isinstance(field, PolymorphicProxySerializer) and isinstance(value, dict):
        kinds: Any = field.serializers
        kind = value.get(str(field.resource_type_field_name))
        return _instance(kinds[kind]) if kind in kinds else None
    return field


@cache
def _resolve(field: Any) -> Any:
    """Fields are those of serializers that are kept (`_make`), so there are only so many."""
    declared = get_override(field, "field")
    if isinstance(declared, type) and issubclass(declared, serializers.Field):
        declared = _instance(declared)
    return declared if isinstance(declared, serializers.BaseSerializer | serializers.Field) else field


def _instance(declared: Any) -> Any:
    return _make(declared) if isinstance(declared, type) else declared


@cache
def _make(declared: Any) -> Any:
    return declared()


def _is_code(field: Any, value: str) -> bool:
    if isinstance(field, ConstantField):
        return value == field.value
    if isinstance(field, serializers.ChoiceField):
        return value in field.choices  # DRF serves other values unchanged
    return isinstance(field, _NEVER_WORDS)


def _read_markup(markup: str) -> str:
    """The text of the markup, with an empty line between paragraphs. Inline tags don't split words."""
    return html.unescape(_TAG.sub("\n\n", _INLINE.sub("", _BREAK.sub("\n", markup))))
