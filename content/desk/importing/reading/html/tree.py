"""What is found out about all elements of a page before its words are read: depth, what they hold, length."""

from justhtml import Text
from justhtml.dom import Node

from content.desk.importing.reading.bounds import check_depth


def check_depths(root: Node) -> None:
    """Raises TooMuch. Comes first: everything else recurses, a frame of Python's stack for each level."""
    level = [root]
    depth = 0
    while level:
        check_depth(depth)
        level = [child for node in level for child in (node.children or ())]
        depth += 1


def find_holders(node: Node, names: set[str], holders: set[int]) -> bool:
    """Collect the ids of all elements that hold an element with one of these names. Each is looked at once."""
    held = [find_holders(child, names, holders) or child.name in names for child in node.children or ()]
    if any(held):
        holders.add(id(node))
    return any(held)


def measure(node: Node, lengths: dict[int, int]) -> int:
    """Collect the number of letters in each element, by its id."""
    own = len(" ".join((node.data or "").split())) if isinstance(node, Text) else 0
    lengths[id(node)] = length = own + sum(measure(child, lengths) for child in node.children or ())
    return length
