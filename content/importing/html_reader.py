"""HTML -> outline. Word and Markdown documents come through here too, so that there is one set of rules."""

import re
from html import escape

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from content.importing.bounds import check_depth, check_lines, check_markup
from content.importing.outline import Line, LineKind, Outline

REMOVED = ("script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "head", "form")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
INLINE = {"strong": "b", "b": "b", "em": "i", "i": "i", "sup": "sup", "sub": "sub"}
FLOW = {"p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "blockquote", "body", "html"}
AROUND = {"nav", "footer", "aside"}
LISTS = {"ul", "ol"}
STRUCTURE = FLOW | LISTS | {"dl", "table", "figure", *HEADINGS}
Node = Tag | NavigableString


def read_html(source: str) -> Outline:
    """Raises TooMuch."""
    check_markup(source)
    soup = BeautifulSoup(source, "html.parser")
    _check_depths(soup)
    left_out = []
    for name in REMOVED:
        for tag in soup.find_all(name):
            if name not in ("head", "noscript"):
                left_out.append(f"<{name}>")
            tag.decompose()
    left_out += [f"picture: {tag.get('alt') or 'without a description'}" for tag in soup.find_all("img")]
    reader = _Reader(soup)
    reader.flow(soup)
    reader.flush()
    return Outline(tuple(reader.lines), tuple(left_out))


def _check_depths(soup: BeautifulSoup) -> None:
    """Before anything goes down into them: that takes a frame of Python's stack for each level."""
    depths = {id(soup): 0}
    for node in soup.descendants:
        if isinstance(node, Tag):
            depths[id(node)] = depth = depths[id(node.parent)] + 1
            check_depth(depth)


def _find_holders(soup: BeautifulSoup, names: set[str]) -> set[int]:
    """The ids of all elements that have one of these names somewhere inside. Each is looked at once."""
    holders: set[int] = set()
    for tag in soup.find_all(list(names)):
        for parent in tag.parents:
            if id(parent) in holders:
                break
            holders.add(id(parent))
    return holders


class _Reader:
    def __init__(self, soup: BeautifulSoup) -> None:
        self.lines: list[Line] = []
        self.letters = 0
        self.loose: list[Node] = []
        self.around = 0
        self.holds_structure = _find_holders(soup, STRUCTURE)
        self.holds_lists = _find_holders(soup, LISTS)

    def add_line(self, line: Line) -> None:
        self.lines.append(line)
        self.letters += len(line.text)
        check_lines(len(self.lines), self.letters)

    def add(self, kind: LineKind, nodes: list[Node], **fields: object) -> None:
        html = _straighten("".join(_inline(node) for node in nodes))
        text = _straighten("".join(_text(node) for node in nodes))
        if text:
            self.add_line(Line(kind, text, html, detached=self.around > 0, **fields))  # type: ignore[arg-type]

    def flush(self) -> None:
        """Text that stands in no element of its own is a paragraph."""
        loose, self.loose = self.loose, []
        if loose:
            self.add_paragraph(loose)

    def add_paragraph(self, nodes: list[Node]) -> None:
        filled = [node for node in nodes if _text(node).strip()]
        bold = len(filled) == 1 and isinstance(filled[0], Tag) and filled[0].name in ("strong", "b")
        text = "".join(_text(node) for node in filled).strip()
        if bold and len(text) <= 120:
            # A line all in bold is a heading that somebody made by hand.
            self.add(LineKind.HEADING, list(filled), level=4)
        else:
            self.add(LineKind.PARAGRAPH, nodes)

    def flow(self, parent: Tag) -> None:
        """Read what stands in an element; what stands around the document (menus, footers) is detached."""
        self.around += parent.name in AROUND
        self.flow_children(parent)
        self.around -= parent.name in AROUND

    def flow_children(self, parent: Tag) -> None:
        for node in list(parent.children):
            if isinstance(node, PreformattedString):
                continue
            if isinstance(node, NavigableString) or not isinstance(node, Tag):
                self.loose.append(node)  # type: ignore[arg-type]
            elif node.name in STRUCTURE or id(node) in self.holds_structure:
                self.flush()
                self.structure(node)
            elif node.name == "br":
                self.flush()
            else:
                self.loose.append(node)
        if parent.name in STRUCTURE:
            self.flush()

    def structure(self, node: Tag) -> None:
        if node.name in HEADINGS:
            self.add(LineKind.HEADING, [node], level=HEADINGS[node.name])
        elif node.name in ("ul", "ol"):
            self.items(node, 1)
        elif node.name == "dl":
            self.definitions(node)
        elif node.name == "table":
            self.table(node)
        elif node.name not in AROUND and (node.name == "p" or id(node) not in self.holds_structure):
            self.add_paragraph([child for child in node.children if isinstance(child, Tag | NavigableString)])
        else:
            self.flow(node)

    def items(self, node: Tag, level: int) -> None:
        """What stands in a list, but in no item of it, is an item all the same."""
        for child in node.children:
            if isinstance(child, Tag) and child.name in LISTS:
                self.items(child, level + 1)
            elif isinstance(child, Tag | NavigableString):
                own: list[Node] = []
                lists: list[Tag] = []
                self.gather(child, own, lists)
                self.add(LineKind.ITEM, own, level=level, ordered=node.name == "ol")
                for inner in lists:
                    self.items(inner, level + 1)

    def gather(self, node: Node, own: list[Node], lists: list[Tag]) -> None:
        """The words of an item, and the lists that stand in it, however deep."""
        if isinstance(node, Tag) and node.name in LISTS:
            lists.append(node)
        elif isinstance(node, Tag) and id(node) in self.holds_lists:
            for child in node.children:
                if isinstance(child, Tag | NavigableString):
                    self.gather(child, own, lists)
        else:
            own.append(node)

    def definitions(self, node: Tag) -> None:
        term = ""
        for child in node.find_all(["dt", "dd"]):
            if child.find_parent("dl") is not node:
                continue  # it stands in a list within, whose words are those of the definition around it
            said = _straighten(_text(child))
            if child.name == "dt":
                if term:
                    self.add_line(Line(LineKind.ITEM, term))
                term = said
            else:
                self.add_line(Line(LineKind.ITEM, f"{term}: {said}" if term else said))
                term = ""
        if term:
            self.add_line(Line(LineKind.ITEM, term))

    def table(self, node: Tag) -> None:
        rows = [row for row in node.find_all("tr") if row.find_parent("table") is node]
        for number, row in enumerate(rows):
            found = [cell for cell in row.find_all(["td", "th"]) if cell.find_parent("tr") is row]
            cells = tuple(_straighten(_text(cell)) for cell in found)
            header = number == 0 and (any(cell.name == "th" for cell in found) or _names_columns(cells))
            if any(cells):
                self.add_line(Line(LineKind.ROW, " | ".join(cells), cells=cells, is_header=header))


def _straighten(text: str) -> str:
    return " ".join(text.split())


def _names_columns(cells: tuple[str, ...]) -> bool:
    return bool(cells) and bool(re.fullmatch(r"(?i)when|time|stage|week|month|after", cells[0]))


def _text(node: Node) -> str:
    if isinstance(node, PreformattedString):
        return ""
    return str(node) if isinstance(node, NavigableString) else node.get_text()


def _inline(node: Node) -> str:
    """The node as the few inline tags we take; everything else loses its tag and keeps its words."""
    if isinstance(node, PreformattedString):
        return ""
    if isinstance(node, NavigableString):
        return escape(str(node), quote=False)
    if node.name == "br":
        return " "
    inner = "".join(_inline(child) for child in node.children if isinstance(child, Tag | NavigableString))
    if node.name in INLINE and inner.strip():
        tag = INLINE[node.name]
        return f"<{tag}>{inner}</{tag}>"
    href = str(node.get("href", ""))
    if node.name == "a" and re.match(r"(?i)(https?|mailto|tel):", href):
        return f'<a href="{escape(href)}">{inner}</a>'
    return inner
