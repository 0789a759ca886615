"""Converts rich text to Portable Text (an open specification), and Portable Text to HTML.

Rich text as Wagtail stores it -> `build_portable_text` -> list of blocks -> `render_html` -> safe HTML.
The HTML is made from the Portable Text, so the two can't differ.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from itertools import groupby
from typing import Any, Protocol

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from content.model.richtext.sanitiser import SCHEMES, sanitise

DECORATORS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "sup": "sup", "sub": "sub"}
DECORATOR_ORDER = ["strong", "em", "sup", "sub"]
LISTS = {"ul": "bullet", "ol": "number"}
BLOCK_TAGS = {"p", "li", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"}


@dataclass(frozen=True)
class GuideLink:
    """A link to another guide: its id and its public address."""

    guide: str
    href: str


class ResolveGuide(Protocol):
    """Finds the public guide of a page id; None if it can't be linked to."""

    def __call__(self, page_id: str) -> GuideLink | None: ...


@dataclass
class _Builder:
    resolve: Callable[[str], GuideLink | None]
    blocks: list[dict[str, Any]] = field(default_factory=list)
    current: dict[str, Any] | None = None

    def open(self, list_item: str | None = None, level: int = 0) -> None:
        block: dict[str, Any] = {
            "_type": "block",
            "_key": f"b{len(self.blocks)}",
            "style": "normal",
            "markDefs": [],
            "children": [],
        }
        if list_item:
            block |= {"listItem": list_item, "level": level}
        self.blocks.append(block)
        self.current = block

    def add_text(self, text: str, marks: tuple[str, ...]) -> None:
        if self.current is None:
            if not text.strip():
                return
            self.open()
        assert self.current is not None
        spans = self.current["children"]
        ordered = sorted(set(marks), key=_mark_order)
        if spans and spans[-1]["marks"] == ordered:
            spans[-1]["text"] += text
            return
        key = f"{self.current['_key']}s{len(spans)}"
        spans.append({"_type": "span", "_key": key, "text": text, "marks": ordered})

    def define_link(self, tag: Tag) -> str | None:
        """Add the link to the block's mark definitions, and return its key; None if its target may not be served."""
        definition: dict[str, Any]
        if tag.get("linktype") == "page":
            link = self.resolve(str(tag.get("id", "")))
            if link is None:
                return None
            definition = {"_type": "link", "href": link.href, "guide": link.guide}
        else:
            href = str(tag.get("href", "")).strip()
            if href.partition(":")[0].lower() not in SCHEMES:
                return None
            definition = {"_type": "link", "href": href, "guide": None}
        if self.current is None:
            self.open()
        assert self.current is not None
        key = f"{self.current['_key']}l{len(self.current['markDefs'])}"
        self.current["markDefs"].append({"_key": key, **definition})
        return key

    def walk(self, node: Tag, marks: tuple[str, ...] = (), lists: tuple[str, ...] = ()) -> None:
        for child in node.children:
            if isinstance(child, NavigableString):
                if not isinstance(child, PreformattedString):  # skips comments and the like
                    self.add_text(str(child), marks)
            elif isinstance(child, Tag):
                self.walk_tag(child, marks, lists)

    def walk_tag(self, tag: Tag, marks: tuple[str, ...], lists: tuple[str, ...]) -> None:
        if tag.name in ("script", "style", "template", "iframe", "object", "embed"):
            return
        if tag.name == "br":
            self.add_text("\n", marks)
        elif tag.name in LISTS:
            self.walk(tag, marks, (*lists, LISTS[tag.name]))
            self.current = None
        elif tag.name in BLOCK_TAGS:
            self.open(lists[-1] if lists and tag.name == "li" else None, len(lists))
            self.walk(tag, marks, lists)
            self.current = None
        elif tag.name in DECORATORS:
            self.walk(tag, (*marks, DECORATORS[tag.name]), lists)
        elif tag.name == "a" and (key := self.define_link(tag)):
            self.walk(tag, (*marks, key), lists)
        else:
            self.walk(tag, marks, lists)


def build_portable_text(source: str, resolve: ResolveGuide) -> list[dict[str, Any]]:
    """Turn Wagtail's stored rich text into Portable Text.

    Keys depend only on the place, so equal text gives equal bytes. A link without a public target becomes plain text.
    Blocks without text are left out.
    """
    builder = _Builder(resolve)
    builder.walk(_parse(source))
    return [_trimmed(block) for block in builder.blocks if any(s["text"].strip() for s in block["children"])]


@lru_cache(maxsize=500)
def _parse(source: str) -> BeautifulSoup:
    """Cached, for compiling, judging and the claims check, and for the next time: it must not be changed."""
    return BeautifulSoup(source, "html.parser")


def _mark_order(mark: str) -> tuple[int, str]:
    """A sort key: decorators in a fixed order, then links. The last mark becomes the outermost element."""
    return (DECORATOR_ORDER.index(mark) if mark in DECORATOR_ORDER else len(DECORATOR_ORDER)), mark


def _trimmed(block: dict[str, Any]) -> dict[str, Any]:
    spans = block["children"]
    spans[0]["text"] = spans[0]["text"].lstrip()
    spans[-1]["text"] = spans[-1]["text"].rstrip()
    return {**block, "children": [span for span in spans if span["text"]]}


def plain_text(blocks: list[dict[str, Any]]) -> str:
    """The words only, one line for each block."""
    return "\n".join("".join(span["text"] for span in _known_spans(block)) for block in _known(blocks))


def render_html(blocks: list[dict[str, Any]]) -> str:
    """Render Portable Text as safe HTML. Unknown marks are dropped, and their words stay.

    clients/conformance/rich-text.json specifies this for renderers in any language.
    """
    parts: list[str] = []
    for is_list, group in groupby(_known(blocks), key=lambda block: "listItem" in block):
        members = list(group)
        parts.append(_render_list(members) if is_list else "".join(f"<p>{_spans(b)}</p>" for b in members))
    return sanitise("".join(parts))


def _known(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [block for block in blocks if block["_type"] == "block"]


def _known_spans(block: dict[str, Any]) -> list[dict[str, Any]]:
    return [child for child in block["children"] if child["_type"] == "span"]


def _render_list(items: list[dict[str, Any]]) -> str:
    return "".join(_list_tags(items, 1))


def _list_tags(items: list[dict[str, Any]], level: int) -> Iterator[str]:
    """Nest the flat items by level: a deeper item belongs into the one before it."""
    for kind, group in groupby(_with_children(items, level), key=lambda pair: pair[0]["listItem"]):
        tag = "ol" if kind == "number" else "ul"
        yield f"<{tag}>"
        for item, children in group:
            yield f"<li>{_spans(item)}{''.join(_list_tags(children, level + 1))}</li>"
        yield f"</{tag}>"


def _with_children(items: list[dict[str, Any]], level: int) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    pending: tuple[dict[str, Any], list[dict[str, Any]]] | None = None
    for item in items:
        if pending and item["level"] > level:
            pending[1].append(item)
            continue
        if pending:
            yield pending
        pending = (item, [])
    if pending:
        yield pending


def _spans(block: dict[str, Any]) -> str:
    links = {definition["_key"]: definition for definition in block["markDefs"] if definition["_type"] == "link"}
    return "".join(_span(span, links) for span in _known_spans(block))


def _span(span: dict[str, Any], links: dict[str, dict[str, Any]]) -> str:
    html = escape(span["text"], quote=False).replace("\n", "<br>")
    for mark in span["marks"]:
        if mark in links:
            link = links[mark]
            guide = f' data-guide="{escape(link["guide"])}"' if link["guide"] else ""
            html = f'<a href="{escape(link["href"])}"{guide}>{html}</a>'
        elif mark in DECORATOR_ORDER:
            html = f"<{mark}>{html}</{mark}>"
    return html
