"""Passages: the texts of a guide's page, each with its form field and the citations of its block.

The texts of shared things that the page shows (a category, a therapy, a clinician…) are passages too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StructBlock, TextBlock
from wagtail.images.blocks import ImageBlock
from wagtail.models import TranslatableMixin

from content.model.guides.models import GuidePage
from content.model.guides.shown import find_shown
from content.model.richtext.portable_text import build_portable_text, plain_text
from content.model.sections import SECTIONS
from content.model.snippets.drafting import Drafted
from content.model.snippets.models import Citation, Clinician
from content.model.snippets.translations import translate


@dataclass(frozen=True)
class Passage:
    """`field` is the form field. `block` is the id of the block in its stream, empty outside of a stream."""

    field: str
    text: str
    block: str = ""
    citations: tuple[Citation, ...] = ()
    #: The shared thing that has this text, such as “the therapy “…””. Empty for the page's own text.
    thing: str = ""
    #: Whether it is of a side effect: how common one is, is no promise.
    is_risk: bool = False


def read_passages(page: GuidePage) -> Iterator[Passage]:
    for field in ("title", "summary", "hero_alt"):
        yield Passage(field, getattr(page, field))
    for name in page.other_names:
        yield Passage("also_known_as", name)
    streams = ["faqs", *(section.blocks_field for section in SECTIONS)]
    for section in SECTIONS:
        yield Passage(section.lead_field, getattr(page, section.lead_field))
    for field in streams:
        for child in getattr(page, field):
            citations = tuple(citation for citation in child.value.get("citations", []) if citation)
            for text in read_texts(child.block, child.value):
                yield Passage(field, text, child.id or "", citations, is_risk=child.block_type == "side_effect")


#: Kinds of shared things, as `Reference` names them.
_KINDS = {
    "category": _("the category “%(name)s”"),
    "clinician": _("the clinician “%(name)s”"),
    "citation": _("the citation “%(name)s”"),
    "therapy": _("the therapy “%(name)s”"),
    "guide": _("the guide “%(name)s”"),
    "branch": _("the branch “%(name)s”"),
}


def name_thing(kind: str, name: str) -> str:
    return str(_KINDS.get(kind, "“%(name)s”")) % {"name": name}


def read_shown(page: GuidePage) -> Iterator[Passage]:
    """The texts of shared things chosen in the page, in the page's language."""
    for shown in find_shown(page):
        if not isinstance(shown.thing, Drafted | Clinician):
            continue
        thing = shown.thing
        if isinstance(thing, TranslatableMixin):
            thing = translate(thing, page.locale.language_code)
        name = name_thing(str(thing._meta.model_name), str(thing))
        citations = (thing,) if isinstance(thing, Citation) else ()
        for field in thing._meta.concrete_fields:
            if _is_words(field) and (text := getattr(thing, field.name)):
                yield Passage(shown.field, text, shown.block, citations, name)


def _is_words(field: Any) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField)
    return is_text and not field.choices and not isinstance(field, models.URLField | models.SlugField)


def read_texts(block: Any, value: Any) -> Iterator[str]:
    """The texts typed in a block, without those of chosen things."""
    if isinstance(block, RichTextBlock):
        # Link targets don't matter. The empty line keeps a sentence from spanning two paragraphs.
        blocks = build_portable_text(getattr(value, "source", None) or "", lambda page_id: None)
        yield "\n\n".join(plain_text([block]) for block in blocks)
    elif isinstance(block, CharBlock | TextBlock):
        yield value or ""
    elif isinstance(block, ImageBlock):
        yield getattr(value, "contextual_alt_text", None) or ""
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from read_texts(child, value.get(name))
    elif isinstance(block, ListBlock):
        for item in value or []:
            yield from read_texts(block.child_block, item)
