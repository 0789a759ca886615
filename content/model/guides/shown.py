"""Finds the shared things that a guide's page shows, each with its form field."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.blocks import ListBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from content.model.remembering import remembered_of_object


@dataclass(frozen=True)
class Shown:
    """`block` is the id of the block that shows the thing; empty outside of blocks."""

    field: str
    thing: Any
    block: str = ""


@remembered_of_object
def find_shown(page: Any) -> tuple[Shown, ...]:
    return tuple(_read_shown(page))


def _read_shown(page: Any) -> Iterator[Shown]:
    for field in page._meta.concrete_fields:
        if field.many_to_one and field.model is type(page) and getattr(page, field.name):
            yield Shown(field.name, getattr(page, field.name))
        elif isinstance(field, StreamField):
            for child in getattr(page, field.name):
                for thing in _find_chosen(child.block, child.value):
                    yield Shown(field.name, thing, child.id or "")
    for citation in list_citations(page):
        yield Shown("guide_citations", citation)


def list_citations(page: Any) -> list[Any]:
    """The citations that the guide lists, in their order; by key where they have none.

    Databases give those in whatever order, and what a clinician has signed must not change with it.
    """

    def place(item: Any) -> tuple[Any, ...]:
        return item.sort_order is not None, item.sort_order or 0, item.pk is None, item.pk or 0

    return [item.citation for item in sorted(page.guide_citations.all(), key=place)]


def _find_chosen(block: Any, value: Any) -> Iterator[Any]:
    if isinstance(block, SnippetChooserBlock):
        if value:
            yield value
    elif isinstance(block, StructBlock) and not isinstance(block, ImageBlock):
        for name, child in block.child_blocks.items():
            yield from _find_chosen(child, value.get(name))
    elif isinstance(block, ListBlock):
        for item in value or []:
            yield from _find_chosen(block.child_block, item)
