"""Collects the words of elements, separated where a browser breaks the line, and only there."""

import re
from dataclasses import dataclass, replace
from html import escape

from justhtml import Element, Text
from justhtml.dom import Node

from content.desk.importing.reading.html.footnotes import Footnotes
from content.desk.importing.reading.html.pieces import Piece
from content.desk.importing.reading.typed_lists import continues, split_bullet

#: Elements that form lines of their own.
BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog"),
    *("dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5"),
    *("h6", "header", "hgroup", "hr", "html", "label", "legend", "li", "main", "menu", "nav", "ol", "optgroup"),
    *("option", "p", "pre", "search", "section", "select", "summary", "table", "tbody", "td", "text", "textarea"),
    *("tfoot", "th", "thead", "tr", "ul", "xmp", "plaintext", "listing"),
}
INLINE = {"strong": "b", "b": "b", "em": "i", "i": "i", "sup": "sup", "sub": "sub"}
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class _Chunk:
    """Text within the same `tags`, outermost first, also as `html`. `mark`: the key of a footnote."""

    text: str
    html: str
    tags: tuple[str, ...]
    mark: int | None = None


#: The end of a line, as at <br>, and of a paragraph.
_LINE, _PARAGRAPH = "\n", "\n\n"


#: A placeholder for the end of a paragraph, until its last character is known.
_END = "\ufdd0"
_BETWEEN = {_LINE: _Chunk(" ", " ", ()), _PARAGRAPH: _Chunk(_END, _END, ())}


class Writer:
    """Collects the words of elements."""

    def __init__(self, footnotes: Footnotes) -> None:
        self.footnotes = footnotes
        self.parts: list[_Chunk | str] = []

    def write(self, node: Node | Text, tags: tuple[str, ...] = ()) -> None:
        if isinstance(node, Text):
            raised = tags and tags[-1] == "sup" and (node.data or "").strip().isdecimal()
            text = (node.data or "").translate(RAISED) if raised else node.data or ""
            self.parts.append(_Chunk(text, escape(node.data or "", quote=False), tags))
        elif found := self.footnotes.find_mark(node):
            self.parts.append(_Chunk("", f" <sup>[{escape(found[1])}]</sup>", (), found[0]))
        elif node.name == "br":
            self.parts.append(_LINE)
        elif isinstance(node, Element) and not self.footnotes.is_note(node):
            self.write_element(node, tags)

    def write_element(self, node: Element, tags: tuple[str, ...]) -> None:
        between = [_PARAGRAPH] if node.name in BLOCKS else [_LINE] if node.name == "rt" else []
        self.parts += between
        inner = (*tags, *_list_tags(node))
        for child in node.children or ():
            self.write(child, inner)
        self.parts += between

    def join(self) -> Piece:
        """All words on one line. Paragraphs without punctuation at the end get a semicolon."""
        chunks = [part if isinstance(part, _Chunk) else _BETWEEN[part] for part in self.parts]
        piece = _build(chunks)
        return replace(piece, text=_punctuate(piece.text), html=_punctuate(piece.html))

    def split(self) -> list[Piece]:
        """A piece for each paragraph, and for each line that does not continue the line before."""
        pieces: list[Piece] = []
        chunks: list[_Chunk] = []
        ended = _PARAGRAPH
        for part in [*self.parts, _PARAGRAPH]:
            if isinstance(part, _Chunk):
                chunks.append(part)
                continue
            piece = _build(chunks)
            if not (piece.text or piece.marks):
                ended = _PARAGRAPH if pieces else ended  # <br><br>
                continue
            pieces = _go_on(pieces, piece) if ended == _LINE else [*pieces, piece]
            ended, chunks = part, []
        return pieces


def _punctuate(text: str) -> str:
    """Add a semicolon where a paragraph ends without punctuation."""
    signs = re.escape(".!?:;,।؟…")
    text = re.sub(rf"\s*{_END}[\s{_END}]*", _END, text).strip(_END)
    text = re.sub(rf"([{signs}](?:</\w+>)*){_END}", r"\1 ", text)
    return text.replace(_END, "; ")


def _go_on(pieces: list[Piece], piece: Piece) -> list[Piece]:
    last = pieces[-1] if pieces else Piece()
    if not last.text or split_bullet(piece.text) or not continues(last.text, piece.text):
        return [*pieces, piece]
    text, html = f"{last.text} {piece.text}", f"{last.html} {piece.html}"
    return [*pieces[:-1], Piece(text, html, last.marks + piece.marks, last.is_bold and piece.is_bold)]


def _list_tags(node: Element) -> tuple[str, ...]:
    """The inline tags that are kept. Of all others only the words are kept."""
    href = str(node.attrs.get("href") or "")
    if node.name == "a" and re.match(r"(?i)(https?|mailto|tel):", href):
        return (f'a href="{escape(href)}"',)
    return (INLINE[node.name],) if node.name in INLINE else ()


def _build(chunks: list[_Chunk]) -> Piece:
    marks = tuple(chunk.mark for chunk in chunks if chunk.mark is not None)
    text = _straighten("".join(chunk.text for chunk in chunks))
    html = ""
    tags: tuple[str, ...] = ()
    for chunk in chunks:
        if chunk.tags != tags and chunk.html.strip():
            html += _change_tags(tags, chunk.tags)
            tags = chunk.tags
        html += chunk.html
    html += _change_tags(tags, ())
    filled = [chunk for chunk in chunks if chunk.text.strip()]
    if marks:  # remove brackets around a mark
        text = _straighten(re.sub(r"\[\s*\]|\(\s*\)", "", text))
        html = re.sub(r"[\[(]\s*(<sup>\[[^\]]*\]</sup>)\s*[\])]", r"\1", html)
    return Piece(text, _straighten(html), marks, bool(filled) and all("b" in chunk.tags for chunk in filled))


def _change_tags(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    closed = "".join(f"</{tag.split()[0]}>" for tag in reversed(old[same:]))
    return closed + "".join(f"<{tag}>" for tag in new[same:])


def _straighten(text: str) -> str:
    return " ".join(text.split())
