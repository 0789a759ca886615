"""Finds footnotes of a web page: paragraphs or items to which a short mark in the text links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from justhtml import Element, Text
from justhtml.dom import Node

from content.desk.importing.reading.html.pieces import Piece

MARK = re.compile(r"[\[(]?(\d{1,3}|[a-z]{1,2}|[ivxlc]{1,5}|[*†‡§¶#]{1,3})[\])]?", re.I)
#: The text of a link back from a footnote.
ARROWS = re.compile(r"[\s↩↑⏎^«\ufe0e\ufe0f]*")
HOLDS_NOTE = {"li", "p", "div", "dd", "aside", "section", "blockquote", "td"}
HEADINGS = {f"h{level}" for level in range(1, 7)}
MAX_LENGTH = 1_500


@dataclass(frozen=True)
class Note:
    block: Node
    mark: str

    def strip_mark(self, piece: Piece) -> Piece:
        """The note without its own mark."""
        start = re.match(rf"[\[(]?{re.escape(self.mark)}[\])]?[.:)]?\s+", piece.text)
        return piece.without_start(start[0].strip()) if start else piece


class Footnotes:
    """`refs`: id of a link -> id of its target block. `blocks`: id of a block -> its note, until it is read.

    `left_out`: marks that were removed from the text.
    """

    def __init__(self, root: Node) -> None:
        self.refs: dict[int, int] = {}
        self.blocks: dict[int, Note] = {}
        self.notes: dict[int, Note] = {}
        self.left_out: list[str] = []
        self.short: dict[int, bool] = {}
        self.places: dict[int, int] = {}
        self.targets: dict[str, Element] = {}
        anchors: list[Element] = []
        for place, element in enumerate(_walk(root)):
            self.places[id(element)] = place
            for name in (element.attrs.get("id"), element.attrs.get("name")):
                if name:
                    self.targets.setdefault(name, element)
            if element.name == "a" and str(element.attrs.get("href", "")).startswith("#"):
                anchors.append(element)
        for anchor in anchors:
            self.find_note(anchor)
        for anchor in anchors:
            self.cut_way_back(anchor)

    def find_note(self, anchor: Element) -> None:
        text = _read(anchor)
        mark, target = MARK.fullmatch(text), self.find_target(anchor)
        if not mark or target is None or self.places[id(target)] < self.places[id(anchor)]:
            return
        block = next((node for node in _list_around(target) if node.name in HOLDS_NOTE), None)
        if block is None or _holds(block, anchor) or not self.is_short(block):
            return
        self.refs[id(anchor)] = id(block)
        note = self.notes.setdefault(id(block), Note(block, mark[1]))
        self.blocks.setdefault(id(block), note)
        self.left_out.append(text)

    def is_short(self, block: Node) -> bool:
        """Whether a block is as short as a footnote and has no heading. Cached for each block."""
        if id(block) not in self.short:
            headed = any(element.name in HEADINGS for element in _walk(block))
            self.short[id(block)] = not headed and len(_read(block)) <= MAX_LENGTH
        return self.short[id(block)]

    def find_target(self, anchor: Element) -> Element | None:
        return self.targets.get(str(anchor.attrs.get("href"))[1:])

    def cut_way_back(self, anchor: Element) -> None:
        target, text = self.find_target(anchor), _read(anchor)
        in_note = any(id(node) in self.notes for node in _list_around(anchor))
        back = target is not None and self.places[id(target)] < self.places[id(anchor)]
        if in_note and back and (MARK.fullmatch(text) or ARROWS.fullmatch(text)) and anchor.parent:
            anchor.parent.children = [node for node in anchor.parent.children or () if node is not anchor]
            self.left_out.append(text)

    def take(self, key: int) -> Note | None:
        """The note of this key; None if it was taken before."""
        return self.blocks.pop(key, None)

    def is_note(self, node: Node | Text) -> bool:
        return id(node) in self.notes

    def find_mark(self, node: Node | Text) -> tuple[int, str] | None:
        """(key of the note that a link leads to, its mark); None if it leads to none."""
        key = self.refs.get(id(node))
        return (key, self.notes[key].mark) if key is not None else None


def _walk(node: Node) -> Iterator[Element]:
    for child in node.children or ():
        if isinstance(child, Element):
            yield child
            yield from _walk(child)


def _list_around(node: Node) -> Iterator[Node]:
    current: Node | None = node
    while current is not None:
        yield current
        current = current.parent


def _holds(block: Node, node: Node) -> bool:
    return any(around is block for around in _list_around(node))


def _read(node: Node) -> str:
    return " ".join(node.to_text(separator=" ", strip=False, separator_blocks_only=True).split())
