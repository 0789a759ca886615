"""Estimates the height of an embed before it is rendered, so that a page can reserve its space."""

import math
from typing import Any
from unicodedata import category

from api.embeds.nodes import Node

#: Widths for which a height is reserved, in pixels of the box: a small phone, a phone, a column of a website.
WIDTHS = (288, 358, 704)
#: Pixels of extra space, so that what is estimated too low moves nothing. Embeds leave up to 48 of them blank.
ROOM = 16

_FONT = 16.0
_LINE = 1.6
#: Mean width of a character, relative to its size.
_CHARACTER = 0.5
#: Padding and border of the whole embed, both sides together, in pixels.
_PADDING = 42
#: Tag -> (size of letters, margin) in ems.
_BLOCKS = {
    "p": (1.0, 0.55),
    "li": (1.0, 0.0),
    "h2": (1.45, 0.3),
    **dict.fromkeys(("h3", "h4", "h5", "h6"), (1.08, 0.3)),
    "summary": (1.0, 1.55),
    "dt": (0.88, 0.0),
    "dd": (1.0, 0.0),
    "figcaption": (1.0, 0.55),
    "address": (1.0, 0.0),
}
#: Class -> (size of letters, margin) in ems, where a class changes them.
_SIZES = {
    "tg-tag": (0.88, 0.0),
    "tg-meta": (0.88, 0.0),
    "tg-eyebrow": (0.92, 0.0),
    "tg-callout-title": (1.0, 0.0),
    "tg-section-title": (1.25, 1.7),
}
#: Class -> pixels that its margins, padding and borders add to the height and take from the width.
_BOXES = {
    "tg-embed": (36, 0),
    "tg-footer": (28, 0),
    "tg-facts": (44, 0),
    **dict.fromkeys(("tg-callout", "tg-seek-help", "tg-caution", "tg-safety-note", "tg-offering"), (46, 31)),
    **dict.fromkeys(
        (
            "tg-point",
            "tg-step",
            "tg-milestone",
            "tg-side-effect",
            "tg-contraindication",
            "tg-combination",
            "tg-suits",
            "tg-does-not-suit",
            "tg-aftercare",
        ),
        (10, 18),
    ),
}


def estimate_height(nodes: Node, width: int) -> int:
    """The height in pixels of a box of this width in pixels, with letters of 16 pixels."""
    return math.ceil(_measure(nodes, width - _PADDING))


def build_reserve(nodes: Node) -> list[tuple[int, int]]:
    """(width, height to reserve) for each of WIDTHS."""
    return [(width, estimate_height(nodes, width) + ROOM) for width in WIDTHS]


def _measure(node: Node, width: float, scale: float = 1.0) -> float:
    if isinstance(node, str):
        return 0
    tag, attributes, *children = node
    classes = str(attributes.get("class", "")).split()
    if tag == "picture" or tag == "img":
        return _measure_picture(node, width)
    if tag == "details":  # closed
        return sum(
            _measure(child, width, scale) for child in children if isinstance(child, list) and child[0] == "summary"
        )
    around, narrower = next((_BOXES[name] for name in classes if name in _BOXES), (0, 0))
    if tag in _BLOCKS and not any(isinstance(child, list) and child[0] in _BLOCKS for child in children):
        return around + _measure_text(node, width, scale)
    if "tg-facts" in classes:
        columns = max(1, int((width + 16) // (136 + 16)))
        rows = math.ceil(len([child for child in children if isinstance(child, list)]) / columns)
        return around + rows * 54
    if tag == "li":  # in a list of cards
        around += 26
    scale = 0.86 if "tg-footer" in classes else scale
    return around + sum(_measure(child, width - narrower, scale) for child in children)


def _measure_text(node: list[Any], width: float, scale: float) -> float:
    tag, attributes, *children = node
    named = [_SIZES[name] for name in str(attributes.get("class", "")).split() if name in _SIZES]
    size, margin = named[0] if named else _BLOCKS[tag]
    margin = 0.2 if scale < 1 else margin
    letter = _FONT * size * scale
    line = 1.25 if tag[0] == "h" else _LINE
    texts = "".join(_text_of(child) for child in children)
    forced = sum(1 for child in children if isinstance(child, list) and child[0] == "br")
    wrapped = math.ceil(_count(texts) / max(1.0, width / (letter * _CHARACTER))) if texts.strip() else 0
    button = 19 if any(isinstance(child, list) and "tg-button" in str(child[1]) for child in children) else 0
    return max(wrapped, forced + 1 if forced else 0) * letter * line + margin * letter + button


def _count(text: str) -> int:
    """How many letters stand beside each other. Vowel signs and accents stand above or below one."""
    return sum(category(letter) != "Mn" for letter in text)


def _text_of(node: Node) -> str:
    return node if isinstance(node, str) else "".join(_text_of(child) for child in node[2:])


def _measure_picture(node: Node, width: float) -> float:
    found = _find_image(node)
    if not found:
        return 0
    shown = min(width, float(found["width"]))
    return shown * float(found["height"]) / float(found["width"]) + 18


def _find_image(node: Node) -> dict[str, str] | None:
    if isinstance(node, str):
        return None
    if node[0] == "img":
        attributes: dict[str, str] = node[1]
        return attributes
    return next((found for child in node[2:] if (found := _find_image(child))), None)
