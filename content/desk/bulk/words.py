"""Find and replace over drafts of guides: every text that an editor types, and nothing else.

draft -> texts, each of a column or of a block -> hits, each in its sentence -> changes
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StructBlock, TextBlock

from content.approval.signoff.parts import name_part
from content.desk.bulk.effects import compare_signatures, find_new_claims, find_part
from content.desk.bulk.forms import WordsChoice
from content.desk.bulk.guides import GuideJob, find_fault
from content.desk.bulk.matching import Match, Text, Wanted
from content.desk.bulk.rows import Row
from content.desk.bulk.values import Change, Hit, read_blocks
from content.model.guides.models import GuidePage
from content.model.sections import SECTIONS

#: Columns with words, in the order of the form. The slug is none: an address stays.
COLUMNS = ("title", "summary", "also_known_as", "hero_alt", *(section.lead_field for section in SECTIONS))
STREAMS = ("faqs", *(section.blocks_field for section in SECTIONS))
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Leaf:
    """A text in a stored block, at its path."""

    path: Path
    block: Any
    source: str

    @property
    def text(self) -> Text:
        return Text(self.source, is_rich=isinstance(self.block, RichTextBlock))


def read_leaves(block: Any, stored: Any, path: Path = ()) -> Iterator[Leaf]:
    """Every typed text of a stored block. Chosen things, addresses and codes are none."""
    if isinstance(block, RichTextBlock | CharBlock | TextBlock):
        if isinstance(stored, str) and stored:
            yield Leaf(path, block, stored)
    elif isinstance(block, StructBlock) and isinstance(stored, dict):
        for name, child in block.child_blocks.items():
            yield from read_leaves(child, stored.get(name), (*path, name))
    elif isinstance(block, ListBlock) and isinstance(stored, list):
        for number, item in enumerate(stored):
            is_item = isinstance(item, dict) and "value" in item
            below = (*path, number, "value") if is_item else (*path, number)
            yield from read_leaves(block.child_block, item["value"] if is_item else item, below)


def put_leaf(stored: Any, path: Path, text: str) -> Any:
    if not path:
        return text
    stored[path[0]] = put_leaf(stored[path[0]], path[1:], text)
    return stored


class WordsJob(GuideJob):
    key, icon = "words", "search"
    title = gettext_lazy("Find and replace")
    help = gettext_lazy("Replace words in the drafts of guides, in one language. Links and addresses stay.")
    form = WordsChoice

    def find_changes(self, draft: GuidePage, choice: WordsChoice) -> list[Change]:
        wanted = choice.wanted
        columns = [_change_column(draft, name, wanted) for name in COLUMNS]
        blocks = [
            _change_block(draft, name, raw, wanted)
            for name in STREAMS
            for raw in read_blocks(draft, name)
            if raw.get("id")
        ]
        return [change for change in (*columns, *blocks) if change]

    def describe(
        self, before: GuidePage, after: GuidePage, changes: list[Change], choice: WordsChoice, row: Row
    ) -> None:
        signatures = compare_signatures(before, after)
        row.notes.append(signatures.say())
        for change in changes:
            for hit in change.hits:
                hit.opens = find_part(change.name) in signatures.opened
                hit.claims = find_new_claims(before, hit.was, hit.becomes)


def _change_column(draft: GuidePage, name: str, wanted: Wanted) -> Change | None:
    source: str = getattr(draft, name)
    model_field: Any = draft._meta.get_field(name)
    text = Text(source, is_rich=False)
    if not (matches := text.find(wanted)):
        return None
    after, problem = text.replace(matches, wanted), ""
    try:
        model_field.clean(after, draft)
    except ValidationError as error:
        problem = " ".join(error.messages)
    label = f"{name_part(find_part(name))}: {model_field.verbose_name}"
    hits = [_make_hit(f"{name}.{n}", label, text, match, wanted, problem) for n, match in enumerate(matches)]

    def rebuild(ticked: set[str]) -> str:
        return text.replace([one for n, one in enumerate(matches) if f"{name}.{n}" in ticked], wanted)

    return Change(name, "", source, after, label, hits=hits, rebuild=rebuild)


def _change_block(draft: GuidePage, name: str, raw: dict[str, Any], wanted: Wanted) -> Change | None:
    stream: Any = draft._meta.get_field(name)
    block = stream.stream_block.child_blocks.get(raw["type"])
    found = [
        (number, leaf, leaf.text, matches)
        for number, leaf in enumerate(read_leaves(block, raw["value"]) if block else ())
        if (matches := leaf.text.find(wanted))
    ]
    if not found:
        return None

    def rebuild(ticked: set[str] | None) -> dict[str, Any]:
        value = deepcopy(raw["value"])
        for number, leaf, text, matches in found:
            kept = [m for n, m in enumerate(matches) if not m.crosses_link and is_in(number, n, ticked)]
            value = put_leaf(value, leaf.path, text.replace(kept, wanted))
        return {**raw, "value": value}

    def is_in(number: int, n: int, ticked: set[str] | None) -> bool:
        return ticked is None or f"{raw['id']}.{number}.{n}" in ticked

    label = f"{name_part(find_part(name))}: {capfirst(str(block.label))}"
    hits = [
        _make_hit(f"{raw['id']}.{number}.{n}", label, text, match, wanted, _find_fault(leaf, text, matches, wanted))
        for number, leaf, text, matches in found
        for n, match in enumerate(matches)
    ]
    return Change(name, raw["id"], raw, rebuild(None), label, hits=hits, rebuild=rebuild)


def _find_fault(leaf: Leaf, text: Text, matches: list[Match], wanted: Wanted) -> str:
    return find_fault(leaf.block, text.replace([one for one in matches if not one.crosses_link], wanted))


def _make_hit(id: str, label: str, text: Text, match: Match, wanted: Wanted, problem: str) -> Hit:
    before, found, after = text.show(match)
    if match.crosses_link:
        problem = _("It is partly in a link. Change it by hand.")
    new, was = wanted.replace(found), text.segments[match.segment].text
    becomes = was[: match.start] + new + was[match.end :]
    return Hit(id, label, before, found, after, new, was, becomes, problem)
