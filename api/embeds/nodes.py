"""Converts HTML to plain data, so that the script can build nodes one by one and never parses HTML.

A text is a string; an element is [tag, attributes, ...nodes].
"""

from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

Node = str | list[Any]


def build_nodes(html: str) -> Node:
    """The root element of the HTML."""
    root = LexborHTMLParser(html, is_fragment=True).css_first("*")
    assert root is not None, html
    return _build(root)


def _build(node: LexborNode) -> Node:
    attributes = {name: value or "" for name, value in node.attributes.items()}
    children = (_build_child(child) for child in node.iter(include_text=True))
    return [node.tag, attributes, *(child for child in children if child != "")]


def _build_child(child: LexborNode) -> Node:
    if child.is_element_node:
        return _build(child)
    text = str(child.text_content or "") if child.is_text_node else ""
    return "" if not text.strip() and "\n" in text else text
