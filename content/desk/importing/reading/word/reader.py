"""Word file -> HTML. Hidden content is removed, and visible content is brought into the form that mammoth reads."""

from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element

import mammoth

from content.desk.importing.outline import Reason, Unread
from content.desk.importing.reading.word.package import Package, Styles, find, local, read_attribute, sort_margins

STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p.ImportedMargin => aside > p:fresh
"""
#: Elements with words that were deleted under tracked changes.
DELETED = {"del", "moveFrom"}
#: Elements of a run that are kept: text, and what mammoth needs for fields and pictures.
KEPT = {
    *("t", "tab", "br", "sym", "noBreakHyphen", "softHyphen", "fldChar", "instrText", "footnoteReference"),
    *("endnoteReference", "drawing", "pict", "object"),
}
LIKE = {"ptab": "tab", "cr": "br"}


def read_word(content: bytes) -> tuple[str, list[Unread]]:
    """Raises any error of zip, XML or mammoth for a broken file."""
    package = Package(content)
    root = package.read(package.main)
    cleaner = _Cleaner(Styles(package.read_first("styles")), root.tag.rpartition("}")[0] + "}")
    body = find(root, "body")
    if body is not None:
        cleaner.clean_body(package, body)
    for kind in ("footnotes", "endnotes"):
        for part in package.list_parts(kind):
            for note in package.read(part):
                cleaner.clean(note)
    for part in package.list_parts("comments"):
        for comment in package.read(part):
            cleaner.leave_out(Reason.COMMENT, _read_text(comment))
        package.drop(part)
    no_pictures = mammoth.images.img_element(lambda image: {"src": ""})
    converted = mammoth.convert_to_html(
        BytesIO(package.pack()), convert_image=no_pictures, style_map=STYLES, include_embedded_style_map=False
    )
    return str(converted.value), cleaner.unread


class _Cleaner:
    def __init__(self, styles: Styles, space: str) -> None:
        self.styles = styles
        #: The namespace of the document.
        self.space = space
        self.unread: list[Unread] = []
        #: For each open field: whether its code, which is hidden, is being read, or its result.
        self.in_code: list[bool] = []

    def leave_out(self, reason: Reason, text: str) -> None:
        if said := " ".join(text.split()):
            self.unread.append(Unread(reason, said))

    def clean_body(self, package: Package, body: Element) -> None:
        headers, footers, hidden = sort_margins(package, body)
        for part in hidden:
            self.leave_out(Reason.HIDDEN, _read_text(package.read(part)))
        self.clean(body)
        body[:0] = [block for part in headers for block in self.read_margin(package.read(part))]
        body.extend(block for part in footers for block in self.read_margin(package.read(part)))

    def read_margin(self, root: Element) -> Iterator[Element]:
        """The paragraphs of a header or footer. Links are removed, since their ids belong to another part."""
        for block in self.list_blocks(root):
            for paragraph in [part for part in block.iter() if local(part.tag) == "p"]:
                for link in [part for part in paragraph if local(part.tag) == "hyperlink"]:
                    link.attrib.clear()
                style = Element(f"{self.space}pStyle", {f"{self.space}val": "ImportedMargin"})
                properties = Element(f"{self.space}pPr")
                properties.append(style)
                words = [child for child in paragraph if local(child.tag) != "pPr"]
                paragraph[:] = [properties, *words]
            yield block

    def clean(self, container: Element) -> None:
        container[:] = self.list_blocks(container)

    # -- blocks

    def list_blocks(self, container: Element) -> list[Element]:
        """Paragraphs and tables. Text outside of a paragraph is put into one."""
        blocks: list[Element] = []
        loose: list[Element] = []
        for child in _open_blocks(container):
            name = local(child.tag)
            if name in ("p", "tbl"):
                blocks += self.close(loose)
                blocks += self.read_paragraph(child) if name == "p" else [self.read_table(child)]
            elif name in DELETED:
                self.leave_out(Reason.DELETED, _read_text(child))
            else:
                loose.append(child)
        return blocks + self.close(loose)

    def close(self, loose: list[Element]) -> list[Element]:
        if not any(_read_text(child).strip() for child in loose):
            loose.clear()
            return []
        paragraph = Element(f"{self.space}p")
        paragraph.extend(loose)
        loose.clear()
        return self.read_paragraph(paragraph)

    def read_paragraph(self, paragraph: Element) -> list[Element]:
        """The text boxes that are anchored in the paragraph, then the paragraph."""
        properties = find(paragraph, "pPr")
        boxes: list[Element] = []
        style = read_attribute(find(properties, "pStyle"), "val")
        words = self.list_words(paragraph, style, boxes)
        self.in_code = [False for _field in self.in_code]  # a field's code ends with its paragraph
        paragraph[:] = ([properties] if properties is not None else []) + words
        return [*boxes, paragraph]

    def read_table(self, table: Element) -> Element:
        properties = [child for child in table if local(child.tag) in ("tblPr", "tblGrid")]
        rows = [row for row in _open(table, "tr") if self.keep_row(row)]
        for row in rows:
            cells = list(_open(row, "tc"))
            row[:] = [child for child in row if local(child.tag) == "trPr"] + cells
            for cell in cells:
                cell[:] = [child for child in cell if local(child.tag) == "tcPr"] + self.list_blocks(cell)
        table[:] = properties + rows
        return table

    def keep_row(self, row: Element) -> bool:
        deleted = find(row, "trPr", "del") is not None
        if deleted:
            self.leave_out(Reason.DELETED, _read_text(row))
        return not deleted

    # -- words

    def list_words(self, parent: Element, style: str | None, boxes: list[Element]) -> list[Element]:
        """Runs and links, including those within other elements."""
        words: list[Element] = []
        for child in parent:
            name = local(child.tag)
            if name == "r" and find(child, "ruby") is None:
                words.append(self.read_run(child, style, boxes))
            elif name in DELETED:
                self.leave_out(Reason.DELETED, _read_text(child))
            elif name == "hyperlink":
                child[:] = self.list_words(child, style, boxes)
                words.append(child)
            elif name == "bookmarkStart":
                words.append(child)
            elif name == "AlternateContent":
                words += self.list_words(_choose(child), style, boxes)
            elif name not in ("pPr", "sdtPr", "sdtEndPr"):
                words += self.list_words(child, style, boxes)
        return words

    def read_run(self, run: Element, style: str | None, boxes: list[Element]) -> Element:
        run.tag = f"{self.space}r"  # runs of formulas have another namespace
        properties = find(run, "rPr")
        toggles = self.styles.judge(style, properties)
        parts: list[Element] = []
        words = ""
        for child in _open_choices(run):
            name = local(child.tag)
            self.follow_field(child)
            if content := list(_list_boxes(child)):
                boxes += [block for box in content for block in self.list_blocks(box)]
            elif name in KEPT or name in LIKE:
                child.tag = f"{self.space}{LIKE.get(name, name)}"
                if name == "br":
                    child.attrib.clear()  # a plain line break: mammoth would join the words around a page break
                parts.append(child)
                words += _read_text(child)
        reason = Reason.HIDDEN if toggles.get("vanish") or any(self.in_code) else None
        reason = reason or (Reason.STRUCK if toggles.get("strike") or toggles.get("dstrike") else None)
        if reason:
            self.leave_out(reason, words)
            parts = [part for part in parts if local(part.tag) in ("fldChar", "instrText")]
            if words.strip() and words != words.strip():
                space = Element(f"{self.space}t")
                space.text = " "  # keeps the words around it apart
                parts.append(space)
        run[:] = ([properties] if properties is not None else []) + parts
        _unstrike(properties)
        return run

    def follow_field(self, child: Element) -> None:
        if local(child.tag) != "fldChar":
            return
        kind = read_attribute(child, "fldCharType")
        if kind == "begin":
            self.in_code.append(True)
        elif self.in_code and kind == "separate":
            self.in_code[-1] = False
        elif self.in_code and kind == "end":
            self.in_code.pop()


def _unstrike(properties: Element | None) -> None:
    """Remove `strike` from a run that is kept: it says “off” there, which mammoth may not understand."""
    for child in list(properties) if properties is not None else ():
        if local(child.tag) == "strike" and properties is not None:
            properties.remove(child)


def _choose(alternatives: Element) -> Element:
    """The first alternative with text."""
    filled = [child for child in alternatives if _read_text(child).strip()]
    return (filled or list(alternatives) or [alternatives])[0]


def _list_boxes(element: Element) -> Iterator[Element]:
    """The text boxes in a drawing, only one alternative of each."""
    if local(element.tag) == "txbxContent":
        yield element
        return
    for child in [_choose(element)] if local(element.tag) == "AlternateContent" else element:
        yield from _list_boxes(child)


def _open_choices(run: Element) -> Iterator[Element]:
    for child in run:
        if local(child.tag) == "AlternateContent":
            yield from _choose(child)
        else:
            yield child


def _open_blocks(container: Element) -> Iterator[Element]:
    """The blocks of a container, including those within content controls and the like."""
    for child in container:
        name = local(child.tag)
        if name == "AlternateContent":
            yield from _open_blocks(_choose(child))
        elif name in ("sdtPr", "sdtEndPr", "sectPr", "tcPr", "pPr", "customXmlPr"):
            continue
        elif name in ("p", "tbl", "r", "hyperlink") or name in DELETED:
            yield child
        else:
            yield from _open_blocks(child) if len(child) else (child,)


def _open(parent: Element, wanted: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, including those within content controls and the like."""
    for child in parent:
        if local(child.tag) == wanted:
            yield child
        elif local(child.tag) not in ("tc", "tblPr", "trPr"):
            yield from _open(child, wanted)


def _read_text(element: Element) -> str:
    """All words in an element, deleted ones too. A paragraph ends with a space."""
    name = local(element.tag)
    if name in ("t", "delText"):
        return element.text or ""
    texts = [_read_text(child) for child in element]
    if name == "AlternateContent":
        return next((text for text in texts if text.strip()), "")
    words = "".join(texts)
    return f"{words} " if name in ("p", "tab", "br", "cr", "tc") else words
