"""Measures the elements of a page before its words are read: depth, contents, length."""

from justhtml import Text
from justhtml.dom import Node

from content.desk.importing.reading.bounds import check_depth


def check_depths(root: Node) -> None:
    """Raises TooMuch. Must run first, since everything else recurses by level."""
    level = [root]
    depth = 0
    while level:
        check_depth(depth)
        level = [child for node in level for child in (node.children or ())]
        depth += 1


def find_holders(node: Node, names: set[str], holders: set[int]) -> bool:
    """Collect the ids of all elements that contain an element with one of these names."""
    held = [find_holders(child, names, holders) or child.name in names for child in node.children or ()]
    if any(held):
        holders.add(id(node))
    return any(held)


def measure(node: Node, lengths: dict[int, int]) -> int:
    """Store the number of letters in each element, by its id."""
    own = len(" ".join((node.data or "").split())) if isinstance(node, Text) else 0
    lengths[id(node)] = length = own + sum(measure(child, lengths) for child in node.children or ())
    return length
