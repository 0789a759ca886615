"""What is told of all elements of a page in one walk, before its words are read."""

from justhtml import Text
from justhtml.dom import Node

from content.desk.importing.reading.bounds import check_depth


def check_depths(root: Node) -> None:
    """Before anything goes down into them: that takes a frame of Python's stack for each level. Raises TooMuch."""
    level = [root]
    depth = 0
    while level:
        check_depth(depth)
        level = [child for node in level for child in (node.children or ())]
        depth += 1


def find_holders(node: Node, names: set[str], holders: set[int]) -> bool:
    """Collect the ids of all elements that have one of these names somewhere inside. Each is looked at once."""
    held = [find_holders(child, names, holders) or child.name in names for child in node.children or ()]
    if any(held):
        holders.add(id(node))
    return any(held)


def measure(node: Node, lengths: dict[int, int]) -> int:
    """Collect how many letters stand in each element, by its id."""
    own = len(" ".join((node.data or "").split())) if isinstance(node, Text) else 0
    lengths[id(node)] = length = own + sum(measure(child, lengths) for child in node.children or ())
    return length
