"""What is public of a guide, less what must not be shown any more: made from the edition's own document.

Nothing is read of pages or of what they show by now, so that no word can come in that was not public before. The
edition may be older than this code: it can lack sections, blocks and facts, and have some that there are no more.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from content.edition import compiler
from content.edition.compiler import Compiled
from content.edition.models import Current, Edition
from content.edition.visibility import is_guide_public
from content.model.guides.models import GuidePage
from content.model.images.models import GuideImage
from content.model.notices.models import Recall, find_standing
from content.model.richtext.portable_text import render_html
from content.model.sections import SECTIONS
from content.model.vocabulary import Kind

#: What a release adds, at the end of a document and of its sections.
_STAMPS = ("version", "digest", "published_at", "updated_at")
_SECTIONS = {str(section.key): section for section in SECTIONS}


def reduce(current: Current) -> Compiled:
    """The public edition without withheld pictures, recalled sections, and guides that are public no more."""
    edition = current.edition
    references = frozenset(reference.value for reference in edition.references.all())
    content = read_content(edition)
    if edition.kind == Kind.GUIDE:
        shown = {kind: {one.id for one in references if one.kind == kind} for kind in ("image", "guide")}
        with override(edition.locale):
            content = Reduction(_find_withheld(shown["image"]), _find_gone(shown["guide"])).reduce(content)
    return Compiled(
        kind=Kind(edition.kind),
        subject=str(edition.subject),
        locale=edition.locale,
        slug=edition.slug,
        content=content,
        references=references,
        card=compiler.build_card(content) if edition.card else {},
        facts={name: getattr(current, name) for name in _FACTS},
        revision=edition.provenance.get("revision"),
        source=edition.source,
    )


_FACTS = ("category", "body_area", "minutes_max", "sessions_max", "branch", "guide", "available")


def read_content(edition: Edition) -> dict[str, Any]:
    """An edition's document as it was compiled."""
    document = json.loads(bytes(edition.body))
    content = {key: value for key, value in document.items() if key not in _STAMPS}
    if "sections" in content:
        content["sections"] = [_without(section, "updated_at") for section in content["sections"]]
    return content


def shows_lifted_recall(edition: Edition) -> bool:
    """Whether an edition lacks the words of a section that stands recalled no more: they can't be had from it."""
    sections = read_content(edition).get("sections", [])
    recalled = {section["key"] for section in sections if section["recall"]}
    return not recalled <= set(find_standing(edition.subject).values_list("section", flat=True))


def _without(value: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: below for key, below in value.items() if key not in names}


def _find_withheld(shown: set[str]) -> set[str]:
    may_be_shown = GuideImage.objects.filter(public_id__in=shown, is_withheld=False)
    return shown - {str(id) for id in may_be_shown.values_list("public_id", flat=True)}


def _find_gone(shown: set[str]) -> set[str]:
    pages = GuidePage.objects.filter(translation_key__in=shown)
    return shown - {str(page.translation_key) for page in pages if is_guide_public(page)}


@dataclass
class Reduction:
    """`pictures` and `guides` are the ids of what is taken out."""

    pictures: set[str]
    guides: set[str]

    def reduce(self, content: dict[str, Any]) -> dict[str, Any]:
        recalls = {recall.section: recall for recall in find_standing(content["id"])}
        sections = [self.reduce_part(given, recalls.get(given["key"])) for given in content["sections"]]
        return content | {
            "hero": self.clean(content["hero"]),
            "sections": [section for section in sections if section],
            "faqs": self.clean(content["faqs"]),
        }

    def reduce_part(self, given: dict[str, Any], recall: Recall | None) -> dict[str, Any] | None:
        """A section; None where it is one that there is no more, so that nothing can be taken out of its HTML."""
        section = _SECTIONS.get(given["key"])
        if given["recall"]:
            return given
        if section is None:
            return given if self.clean(given) == given else None
        if recall:
            blank = section.compile_recalled(GuidePage(), compiler.notice_of(recall))
            return compiler.finish_section(blank, given["safety_note"])
        return self.reduce_section(section, given)

    def reduce_section(self, section: Any, given: dict[str, Any]) -> dict[str, Any]:
        blocks = list(self.reduce_blocks(section, given["blocks"]))
        if blocks == given["blocks"]:
            return given
        assembled = section.assemble(given["lead"], given["facts"], blocks)
        return compiler.finish_section(assembled | {"heading": given["heading"]}, given["safety_note"])

    def reduce_blocks(self, section: Any, blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        known = {block.type_name: block for block in section.all_blocks}
        for given in blocks:
            block, value = known.get(given["type"]), self.clean(given["value"])
            if value == given["value"]:
                yield given
            elif block and block.is_shown(value):  # of a type that there is no more, nothing renders what is left
                yield given | {"value": value, "fallback": block.render_html(value)}

    def clean(self, value: Any) -> Any:
        """A compiled value with null for each picture and guide that is taken out, and without links to such."""
        if isinstance(value, list):
            return [self.clean(below) for below in value]
        if not isinstance(value, dict):
            return value
        if "portable_text" in value:
            return self.clean_text(value)
        if ("sources" in value and value["id"] in self.pictures) or (
            set(value) == {"id", "title", "url"} and value["id"] in self.guides
        ):
            return None
        return {key: self.clean(below) for key, below in value.items()}

    def clean_text(self, value: dict[str, Any]) -> dict[str, Any]:
        blocks = [self.unlink(block) for block in value["portable_text"]]
        if blocks == value["portable_text"]:
            return value
        return {"portable_text": blocks, "html": render_html(blocks)}

    def unlink(self, block: dict[str, Any]) -> dict[str, Any]:
        dead = {mark["_key"] for mark in block["markDefs"] if mark.get("guide") in self.guides}
        if not dead:
            return block
        return block | {
            "markDefs": [mark for mark in block["markDefs"] if mark["_key"] not in dead],
            "children": [
                span | {"marks": [mark for mark in span["marks"] if mark not in dead]} for span in block["children"]
            ],
        }
