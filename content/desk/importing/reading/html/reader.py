"""HTML -> outline, from the tree that browsers build. Word and Markdown documents are read here too."""

import re
from dataclasses import dataclass, field, replace

from justhtml import Element, JustHTML
from justhtml.dom import Node

from content.desk.importing.outline import Line, LineKind, Outline, Reason, Unread
from content.desk.importing.reading.bounds import check_lines, check_markup
from content.desk.importing.reading.html.footnotes import Footnotes
from content.desk.importing.reading.html.hiding import Hider
from content.desk.importing.reading.html.pieces import Piece
from content.desk.importing.reading.html.tree import check_depths, find_holders, measure
from content.desk.importing.reading.html.words import BLOCKS, Writer
from content.desk.importing.reading.typed_lists import split_bullet

HEADINGS = {f"h{level}": level for level in range(1, 7)}
#: Elements around the document, whose lines belong to no section.
AROUND = {"nav", "footer", "aside", "svg"}
LISTS = {"ul", "ol", "menu", "dir"}
#: Elements in a list item that are read separately.
APART = LISTS | {"dl", "table", "select"}
#: A table with longer cells is only used for layout.
MAX_CELL = 200
#: Rows that a cell may span.
MAX_SPAN = 100
#: Characters without width, which editors leave in empty lines.
NO_WIDTH = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
#: A bold line of at most this length is a heading made by hand.
MAX_BOLD = 120


def read_html(source: str) -> Outline:
    """Raises TooMuch."""
    check_markup(source)
    root = JustHTML(source, sanitize=False, scripting_enabled=False).root
    check_depths(root)
    hider = Hider(root)
    hider.prune(root)
    pictures = [f"picture: {(image.attrs or {}).get('alt') or 'without a description'}" for image in root.query("img")]
    reader = _Reader(root)
    reader.flow(root)
    reader.end()
    unread = [*hider.unread, *(Unread(Reason.MARK, mark) for mark in reader.footnotes.left_out)]
    return Outline(tuple(_settle_notes(reader.lines)), (*hider.left_out, *pictures), tuple(unread))


def _settle_notes(lines: list[Line]) -> list[Line]:
    """Move footnotes out of the middle of a list or table, to its end."""
    settled: list[Line] = []
    waiting: list[Line] = []
    for line in lines:
        if line.kind == LineKind.NOTE:
            waiting.append(line)
            continue
        if waiting and not (settled and settled[-1].kind == line.kind in (LineKind.ITEM, LineKind.ROW)):
            settled += waiting
            waiting = []
        settled.append(line)
    return settled + waiting


@dataclass
class _Item:
    """The current list item: its nodes so far, and the term that they explain."""

    level: int
    ordered: bool
    nodes: list[Node] = field(default_factory=list)
    term: Piece | None = None


class _Reader:
    def __init__(self, root: Node) -> None:
        self.lines: list[Line] = []
        self.letters = 0
        self.loose: list[Node] = []
        self.around = 0
        self.footnotes = Footnotes(root)
        #: Id of an element -> its number of letters.
        self.lengths: dict[int, int] = {}
        measure(root, self.lengths)
        self.holds: dict[str, set[int]] = {}
        for name, names in (("blocks", BLOCKS), ("apart", APART), ("headings", set(HEADINGS))):
            find_holders(root, names, self.holds.setdefault(name, set()))

    # -- lines

    def add_line(self, line: Line, piece: Piece) -> None:
        if line.text.strip(NO_WIDTH):
            self.lines.append(replace(line, detached=self.around > 0))
            self.letters += len(line.text)
            check_lines(len(self.lines), self.letters)
        for key in piece.marks:
            self.add_note(key)

    def add(self, kind: LineKind, piece: Piece, *, level: int = 1, ordered: bool = False) -> None:
        self.add_line(Line(kind, piece.text, piece.html, level=level, ordered=ordered), piece)

    def add_note(self, key: int) -> None:
        if note := self.footnotes.take(key):
            said = note.strip_mark(self.write(note.block.children or []).join())
            self.add_line(Line(LineKind.NOTE, f"[{note.mark}] {said.text}", f"[{note.mark}] {said.html}"), said)

    def write(self, nodes: list[Node]) -> Writer:
        writer = Writer(self.footnotes)
        for node in nodes:
            writer.write(node)
        return writer

    def end(self) -> None:
        """Add the footnotes that nothing refers to."""
        self.around += 1
        for key in list(self.footnotes.blocks):
            self.add_note(key)

    # -- paragraphs

    def flush(self) -> None:
        """Make paragraphs of text without an element of its own."""
        loose, self.loose = self.loose, []
        for piece in self.write(loose).split():
            self.add_paragraph(piece)

    def add_paragraph(self, piece: Piece) -> None:
        if bullet := split_bullet(piece.text):
            self.add(LineKind.ITEM, piece.without_start(bullet))
        elif piece.is_bold and len(piece.text) <= MAX_BOLD:
            self.add(LineKind.HEADING, piece, level=4)
        else:
            self.add(LineKind.PARAGRAPH, piece)

    def flow(self, parent: Node) -> None:
        """Read the content of an element. Lines of menus, footers and forms are detached."""
        around = parent.name in AROUND or (parent.name == "form" and id(parent) not in self.holds["headings"])
        self.around += around
        for child in parent.children or ():
            if self.footnotes.is_note(child):
                continue
            if child.name in BLOCKS or id(child) in self.holds["blocks"]:
                self.flush()
                self.block(child)
            else:
                self.loose.append(child)
        self.flush()
        self.around -= around

    def block(self, node: Node) -> None:
        if node.name in HEADINGS or _is_word_title(node):
            self.add(LineKind.HEADING, self.write([node]).join(), level=HEADINGS.get(node.name, 1))
        elif node.name in LISTS:
            self.read_list(node, 1)
        elif node.name == "dl":
            self.read_definitions(node)
        elif node.name == "table":
            self.read_table(node)
        else:
            self.flow(node)

    # -- lists

    def read_list(self, node: Node, level: int) -> None:
        """Content of a list outside of its items is read as an item too."""
        item = _Item(level, node.name == "ol")
        for child in node.children or ():
            if self.footnotes.is_note(child):
                continue
            if isinstance(child, Element) and child.name not in LISTS and id(child) in self.holds["headings"]:
                self.end_item(item)
                self.flow(child)  # a list of cards, each with its own heading
            else:
                if child.name == "li":
                    self.end_item(item)
                self.gather(child, item)
                if child.name == "li":
                    self.end_item(item)
        self.end_item(item)

    def gather(self, node: Node, item: _Item) -> None:
        """Collect the words of an item. A list or table within it ends the item, and later words begin another."""
        if self.footnotes.is_note(node):
            return
        if node.name in LISTS:
            self.end_item(item)
            self.read_list(node, item.level + 1)
        elif node.name in APART:
            self.end_item(item)
            self.block(node)
        elif id(node) in self.holds["apart"]:
            between = [Element("div", {}, None)] if node.name in BLOCKS else []
            item.nodes += between
            for child in node.children or ():
                self.gather(child, item)
            item.nodes += between
        else:
            item.nodes.append(node)

    def end_item(self, item: _Item) -> None:
        piece = self.write(item.nodes).join()
        if item.term:
            piece = item.term.followed_by(piece)
        item.nodes, item.term = [], None
        self.add(LineKind.ITEM, piece, level=item.level, ordered=item.ordered)

    def read_definitions(self, node: Node) -> None:
        """A term with its definition becomes an item. Each further definition becomes another."""
        item = _Item(1, False)
        for child in _list_definitions(node):
            if child.name == "dt":
                self.end_item(item)
                item.term = self.write([child]).join()
            else:
                self.gather(child, item)
                if child.name == "dd":
                    self.end_item(item)
        self.end_item(item)

    # -- tables

    def read_table(self, node: Node) -> None:
        spans: dict[int, tuple[int, Piece]] = {}
        rows = _list_rows(node)
        for number, row in enumerate(rows):
            if row.name != "tr":
                self.flow(row)  # a caption, or anything else that isn't a row
            elif any(self.is_layout(cell) for cell in row.children or ()):
                self.flow(row)
            else:
                self.read_row(row, spans, is_first=all(before.name != "tr" for before in rows[:number]))

    def is_layout(self, cell: Node) -> bool:
        if id(cell) in self.holds["headings"]:
            return True
        return id(cell) in self.holds["apart"] and self.lengths.get(id(cell), 0) > MAX_CELL

    def read_row(self, row: Node, spans: dict[int, tuple[int, Piece]], *, is_first: bool) -> None:
        """`spans`: column -> (remaining rows, cell from above that spans them)."""
        pieces: list[Piece] = []
        own: list[Piece] = []
        found = [cell for cell in row.children or () if cell.name in ("td", "th")]
        for cell in found:
            self.fill_spans(pieces, spans)
            piece = self.write([cell]).join()
            own.append(piece)
            pieces.append(piece)
            if (rows := _read_span(cell)) > 1:
                spans[len(pieces) - 1] = (rows - 1, piece)
        self.fill_spans(pieces, spans)
        cells = tuple(piece.text for piece in pieces)
        header = is_first and (any(cell.name == "th" for cell in found) or _names_columns(cells))
        text = " | ".join(piece.text for piece in own) if any(piece.text for piece in own) else ""
        marks = tuple(key for piece in own for key in piece.marks)
        self.add_line(Line(LineKind.ROW, text, cells=cells, is_header=header), Piece(marks=marks))

    def fill_spans(self, pieces: list[Piece], spans: dict[int, tuple[int, Piece]]) -> None:
        while len(pieces) in spans:
            column = len(pieces)
            rows, piece = spans.pop(column)
            pieces.append(piece)
            if rows > 1:
                spans[column] = (rows - 1, piece)


def _is_word_title(node: Node) -> bool:
    """Whether it is a title in a web page saved by Word."""
    return node.name == "p" and "MsoTitle" in str((node.attrs or {}).get("class") or "").split()


def _list_definitions(node: Node) -> list[Node]:
    """The terms and definitions of a list, including those in groups."""
    children: list[Node] = []
    for child in node.children or ():
        children += _list_definitions(child) if child.name == "div" else [child]
    return children


def _list_rows(node: Node) -> list[Node]:
    rows: list[Node] = []
    for child in node.children or ():
        if child.name in ("thead", "tbody", "tfoot"):
            rows += _list_rows(child)
        elif isinstance(child, Element):
            rows.append(child)
    return rows


def _read_span(cell: Node) -> int:
    said = str((cell.attrs or {}).get("rowspan") or "")
    return min(int(said), MAX_SPAN) if re.fullmatch(r"[0-9]{1,4}", said) else 1


def _names_columns(cells: tuple[str, ...]) -> bool:
    return bool(cells) and bool(re.fullmatch(r"(?i)when|time|stage|week|month|after", cells[0]))
