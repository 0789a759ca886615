"""The words of a guide's page as an editor typed them, each with the field to mend and the evidence on its block."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StructBlock, TextBlock
from wagtail.images.blocks import ImageBlock

from content.guides.models import GuidePage
from content.richtext.portable_text import build_portable_text, plain_text
from content.sections import SECTIONS
from content.snippets.models import Citation


@dataclass(frozen=True)
class Passage:
    """`field` is the form's; `block` the id of the block in its stream, empty outside of one."""

    field: str
    text: str
    block: str = ""
    citations: tuple[Citation, ...] = ()


def read_passages(page: GuidePage) -> Iterator[Passage]:
    for field in ("title", "summary", "also_known_as", "hero_alt"):
        yield Passage(field, getattr(page, field))
    streams = ["faqs", *(section.blocks_field for section in SECTIONS)]
    for section in SECTIONS:
        yield Passage(section.lead_field, getattr(page, section.lead_field))
    for field in streams:
        for child in getattr(page, field):
            citations = tuple(citation for citation in child.value.get("citations", []) if citation)
            for text in _read_texts(child.block, child.value):
                yield Passage(field, text, child.id or "", citations)


def _read_texts(block: Any, value: Any) -> Iterator[str]:
    """Whatever is typed in a block: not what is chosen in it."""
    if isinstance(block, RichTextBlock):
        # Where links lead says nothing here; a line a block, so that words of two paragraphs are not one sentence.
        yield plain_text(build_portable_text(getattr(value, "source", None) or "", lambda page_id: None))
    elif isinstance(block, CharBlock | TextBlock):
        yield value or ""
    elif isinstance(block, ImageBlock):
        yield getattr(value, "contextual_alt_text", None) or ""
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from _read_texts(child, value.get(name))
    elif isinstance(block, ListBlock):
        for item in value or []:
            yield from _read_texts(block.child_block, item)
