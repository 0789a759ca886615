"""The witness: a second reader of a file. It returns only the visible words, to find lost ones.

It shares no code with the readers of `reading`: it has another HTML parser, and reads the bare XML of Word files. So
their errors show as lost words. Only the bounds, which are checked before, are common to both.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePath
from xml.etree.ElementTree import Element, ParseError, iterparse

from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser, LexborNode

#: Elements that show nothing.
_UNSEEN = (
    "head,script,style,template,noscript,iframe,object,embed,canvas,video,audio,datalist,svg title,svg desc,[hidden]"
)
#: Elements that end a line. A word can continue across any other.
_BREAKING = {
    *("address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center", "dd", "details"),
    *("dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3"),
    *("h4", "h5", "h6", "header", "hgroup", "hr", "label", "legend", "li", "main", "menu", "nav", "ol"),
    *("optgroup", "option", "p", "pre", "rt", "search", "section", "select", "summary", "table", "tbody", "td"),
    *("text", "textarea", "tfoot", "th", "thead", "tr", "ul", "xmp", "plaintext", "listing"),
}
_FOOTNOTE_MARK = re.compile(r"\[\^[^\]\s]+\]:?")
_HIDING = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")
#: Root elements of the parts of a Word file whose text is shown.
_ROOTS = {"document", "hdr", "ftr", "footnotes", "endnotes", "dataModel"}
_UNSEEN_RUNS = ("strike", "dstrike", "vanish")


def see_text(name: str, content: bytes, text: str) -> str:
    """All visible text, in the order of the file. `text`: the decoded text; empty for a Word file."""
    suffix = PurePath(name).suffix.lower()
    if suffix == ".docx":
        seen = _see_word(content)
    elif suffix == ".txt":
        seen = text
    else:
        seen = _see_page(_render(text) if suffix == ".md" else text)
    return " ".join(seen.split())


def _render(text: str) -> str:
    """Renders CommonMark with tables and struck text, but without front matter and footnotes."""
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)
    return _FOOTNOTE_MARK.sub(" ", html)


def _see_page(source: str) -> str:
    parser = LexborHTMLParser(source)
    for node in parser.css(_UNSEEN):
        node.decompose()
    for node in parser.css("[style]"):
        if _HIDING.search(node.attributes.get("style") or ""):
            node.decompose()
    return "".join(_list_texts(parser.root)) if parser.root else ""


def _list_texts(root: LexborNode) -> Iterator[str]:
    """Walks the tree without recursion, since it may be deep."""
    node: LexborNode | None = root
    while node is not None:
        if node.tag == "-text":
            yield node.text_content or ""
        elif node.tag in _BREAKING:
            yield " "
        if node.first_child is not None:
            node = node.first_child
            continue
        while node is not None and node.next is None:
            node = node.parent
            if node is not None and node.tag in _BREAKING:
                yield " "
        node = node.next if node is not None else None


def _see_word(content: bytes) -> str:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
        unseen = {style for entry in entries for style in _list_unseen_styles(archive, entry)}
        return " ".join("".join(_list_runs(archive, entry, unseen)) for entry in entries)


def _list_runs(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, unseen: set[str]) -> Iterator[str]:
    """The text of runs that are not deleted, struck out or hidden. Fallbacks are skipped, since they repeat it."""
    skipped = 0
    run: list[str] = []
    hidden = hidden_paragraph = False
    for event, name, element in _list_events(archive, entry, _ROOTS):
        if name in ("del", "moveFrom", "Fallback"):
            skipped += 1 if event == "start" else -1
        elif event == "start":
            if name in ("p", "tc", "tbl"):
                yield " "
            hidden = hidden_paragraph if name == "r" else hidden
            hidden_paragraph = hidden_paragraph and name != "p"
        elif name == "t" and not skipped:
            run.append(element.text or "")
        elif name in _UNSEEN_RUNS:
            hidden = _is_on(element)
        elif name == "rStyle":
            hidden = hidden or _read_value(element) in unseen
        elif name == "pStyle":
            hidden_paragraph = _read_value(element) in unseen
        elif name == "r":
            yield "" if hidden else "".join(run)
            run = []
        elif name in ("p", "tc"):
            yield " "
        elif name in ("tab", "br", "cr", "ptab", "noBreakHyphen"):
            run.append("-" if name == "noBreakHyphen" else " ")


def _list_unseen_styles(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[str]:
    """The styles that strike out or hide their text. Only a style's own properties count, not those of its base."""
    for event, name, element in _list_events(archive, entry, {"styles"}):
        if (
            event == "end"
            and name == "style"
            and any(_is_on(part) for part in element.iter() if _name(part) in _UNSEEN_RUNS)
        ):
            yield next((value for key, value in element.attrib.items() if key.endswith("}styleId")), "")


def _list_events(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, roots: set[str]
) -> Iterator[tuple[str, str, Element]]:
    """The XML events of a part whose root element has one of these names. None for other parts, and for pictures."""
    with archive.open(entry) as part:
        try:
            for number, (event, element) in enumerate(iterparse(part, events=("start", "end"))):
                if number == 0 and _name(element) not in roots:
                    return
                yield event, _name(element), element
        except (ParseError, LookupError, ValueError):
            return


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _read_value(element: Element) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == "val"), "")


def _is_on(element: Element) -> bool:
    return _read_value(element) not in ("0", "false", "off")
