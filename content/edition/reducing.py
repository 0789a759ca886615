"""Reduces a guide's public edition by what must not be shown any more.

Reads only the edition's own document, not pages or shared things, so that no new word becomes public. The edition may
be older than this code: it can lack sections, blocks and facts, or have some that the code no longer has.
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

#: Keys that a release stamps on a document.
_STAMPS = ("version", "digest", "published_at", "updated_at")
_SECTIONS = {str(section.key): section for section in SECTIONS}


def reduce(current: Current) -> Compiled:
    """The public edition without withheld pictures, recalled sections, and guides that are no longer public."""
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
    """An edition's document as compiled, without the stamp of its release."""
    document = json.loads(bytes(edition.body))
    content = {key: value for key, value in document.items() if key not in _STAMPS}
    if "sections" in content:
        content["sections"] = [_without(section, "updated_at") for section in content["sections"]]
    return content


def shows_lifted_recall(edition: Edition) -> bool:
    """Whether an edition lacks the words of a section whose recall has been lifted since."""
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
    """Removes pictures, guides and recalled sections. `pictures` and `guides` are the ids to remove."""

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
        """A reduced section. None if the code no longer has the section, so that its HTML can't be made again."""
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
            elif block and block.is_shown(value):  # a type that the code no longer has can't be rendered again
                yield given | {"value": value, "fallback": block.render_html(value)}

    def clean(self, value: Any) -> Any:
        """A compiled value with null for each removed picture or guide, and without links to removed guides."""
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
