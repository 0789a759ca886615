"""HTML -> outline. Word and Markdown documents come through here too, so that there is one set of rules."""

import re
from html import escape

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from content.importing.outline import Line, LineKind, Outline

REMOVED = ("script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "head", "form")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
INLINE = {"strong": "b", "b": "b", "em": "i", "i": "i", "sup": "sup", "sub": "sub"}
FLOW = {"p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "blockquote", "body", "html"}
AROUND = {"nav", "footer", "aside"}
STRUCTURE = FLOW | {"ul", "ol", "dl", "table", "figure", *HEADINGS}


def read_html(source: str) -> Outline:
    soup = BeautifulSoup(source, "html.parser")
    left_out = []
    for name in REMOVED:
        for tag in soup.find_all(name):
            if name not in ("head", "noscript"):
                left_out.append(f"<{name}>")
            tag.decompose()
    left_out += [f"picture: {tag.get('alt') or 'without a description'}" for tag in soup.find_all("img")]
    reader = _Reader()
    reader.flow(soup)
    reader.flush()
    return Outline(tuple(reader.lines), tuple(left_out))


class _Reader:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.loose: list[Tag | NavigableString] = []
        self.around = 0

    def add(self, kind: LineKind, nodes: list[Tag | NavigableString], **fields: object) -> None:
        html = re.sub(r"\s+", " ", "".join(_inline(node) for node in nodes)).strip()
        text = re.sub(r"\s+", " ", "".join(_text(node) for node in nodes)).strip()
        if text:
            line = Line(kind, text, html, detached=self.around > 0, **fields)  # type: ignore[arg-type]
            self.lines.append(line)

    def flush(self) -> None:
        """Text that stands in no element of its own is a paragraph."""
        loose, self.loose = self.loose, []
        if loose:
            self.add_paragraph(loose)

    def add_paragraph(self, nodes: list[Tag | NavigableString]) -> None:
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
            elif node.name in STRUCTURE or node.find(list(STRUCTURE)):
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
            self.list(node, 1)
        elif node.name == "dl":
            self.definitions(node)
        elif node.name == "table":
            self.table(node)
        elif node.name not in AROUND and (node.name == "p" or not node.find(list(STRUCTURE))):
            self.add_paragraph([child for child in node.children if isinstance(child, Tag | NavigableString)])
        else:
            self.flow(node)

    def list(self, node: Tag, level: int) -> None:
        for item in node.find_all("li", recursive=False):
            nested = item.find_all(["ul", "ol"])
            own = [c for c in item.children if isinstance(c, Tag | NavigableString) and c not in nested]
            own = [c for c in own if not (isinstance(c, Tag) and c.find(["ul", "ol"]))]
            self.add(LineKind.ITEM, own, level=level, ordered=node.name == "ol")
            for child in item.find_all(["ul", "ol"]):
                if child.find_parent("li") is item:
                    self.list(child, level + 1)

    def definitions(self, node: Tag) -> None:
        term = ""
        for child in node.find_all(["dt", "dd"]):
            if child.name == "dt":
                if term:
                    self.lines.append(Line(LineKind.ITEM, term))
                term = _text(child).strip()
            else:
                text = f"{term}: {_text(child).strip()}" if term else _text(child).strip()
                self.lines.append(Line(LineKind.ITEM, re.sub(r"\s+", " ", text)))
                term = ""
        if term:
            self.lines.append(Line(LineKind.ITEM, term))

    def table(self, node: Tag) -> None:
        for number, row in enumerate(node.find_all("tr")):
            cells = tuple(re.sub(r"\s+", " ", _text(cell)).strip() for cell in row.find_all(["td", "th"]))
            header = number == 0 and (bool(row.find("th")) or _names_columns(cells))
            if any(cells):
                self.lines.append(Line(LineKind.ROW, " | ".join(cells), cells=cells, is_header=header))


def _names_columns(cells: tuple[str, ...]) -> bool:
    return bool(cells) and bool(re.fullmatch(r"(?i)when|time|stage|week|month|after", cells[0]))


def _text(node: Tag | NavigableString) -> str:
    if isinstance(node, PreformattedString):
        return ""
    return str(node) if isinstance(node, NavigableString) else node.get_text()


def _inline(node: Tag | NavigableString) -> str:
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
