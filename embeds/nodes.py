"""HTML as plain data, for a script that builds nodes of it one by one and never parses HTML.

A text is a string; an element is [tag, attributes, ...nodes].
"""

from typing import Any

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

Node = str | list[Any]


def build_nodes(html: str) -> Node:
    """The one element that the HTML consists of."""
    root = BeautifulSoup(html, "html.parser").find(True)
    assert isinstance(root, Tag), html
    return _build(root)


def _build(tag: Tag) -> Node:
    # Beautiful Soup gives lists for `class` and such.
    attributes = {name: " ".join(value) if isinstance(value, list) else value for name, value in tag.attrs.items()}
    return [tag.name, attributes, *(child for found in tag.children if (child := _build_child(found)) != "")]


def _build_child(child: PageElement) -> Node:
    if isinstance(child, Tag):
        return _build(child)
    # Comments and the like are strings to Beautiful Soup, too.
    if isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
        return "" if not child.strip() and "\n" in child else str(child)
    return ""
