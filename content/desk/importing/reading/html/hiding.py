"""Removes everything from a page that a browser hides or strikes out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import tinycss2
from justhtml import Element, SelectorError, Text, matches
from justhtml.dom import Node

from content.desk.importing.outline import Reason, Unread

#: Elements that are never shown and have no words.
NO_WORDS = {"script", "style", "template", "iframe", "object", "embed", "canvas", "video", "audio", "head"}
SVG_NO_WORDS = {"title", "desc", "metadata", "defs", "symbol"}
#: Elements that a browser hides, unless a style sheet says otherwise.
HIDDEN = {"noscript", "datalist", "dialog", "rp", "noembed", "noframes"}
STRUCK = {"s", "strike", "del"}
#: The most rules of style sheets that are read.
MAX_RULES = 500
#: A distance that moves an element out of sight.
FAR = re.compile(r"-\s*\d{3,}")
Priority = tuple[bool, bool, tuple[int, int, int], int]


@dataclass
class Style:
    """The declarations that apply to one element, each with its rank in the cascade."""

    values: dict[str, tuple[Priority, str]] = field(default_factory=dict)

    def take(self, name: str, value: str, priority: Priority) -> None:
        if name not in self.values or self.values[name][0] <= priority:
            self.values[name] = (priority, value)

    def get(self, *names: str) -> str:
        """The value of a property with several names. If several are given, the one that ranks highest."""
        given = [self.values[name] for name in names if name in self.values]
        return max(given)[1] if given else ""


class Hider:
    """Removes hidden elements from a tree, and keeps their words as unread."""

    def __init__(self, root: Node) -> None:
        self.unread: list[Unread] = []
        self.left_out: list[str] = []
        self.styles = _match_styles(root)

    def prune(self, node: Node, *, invisible: bool = False) -> None:
        kept: list[Node | Text] = []
        for child in node.children or ():
            if isinstance(child, Text):
                kept += self.remove(child, Reason.HIDDEN) if invisible else [child]
            elif isinstance(child, Element):
                kept += self.judge(child, invisible)
        node.children = kept

    def judge(self, element: Element, invisible: bool) -> list[Node | Text]:
        """The nodes that replace an element."""
        if element.name in NO_WORDS or (element.namespace == "svg" and element.name in SVG_NO_WORDS):
            if element.name != "head":
                self.left_out.append(f"<{element.name}>")
            return []
        style = self.styles.get(id(element)) or Style()
        if _is_hidden(element, style):
            return self.remove(element, Reason.HIDDEN)
        if _is_struck(element, style):
            return self.remove(element, Reason.STRUCK)
        said = style.get("visibility")
        self.prune(element, invisible=said in ("hidden", "collapse") if said and said != "inherit" else invisible)
        return [element]

    def remove(self, node: Node | Text, reason: Reason) -> list[Node | Text]:
        text = node.data if isinstance(node, Text) else _read(node)
        if said := " ".join((text or "").split()):
            self.unread.append(Unread(reason, said))
        if not said or said == text:
            return []
        return [Text(" ")]  # a space keeps the words around it apart


def _read(node: Node) -> str:
    return node.to_text(separator=" ", strip=False, separator_blocks_only=True)


def _is_hidden(element: Element, style: Style) -> bool:
    display = style.get("display")
    attributes = element.attrs
    if (
        not display
        and ("hidden" in attributes or element.name in HIDDEN)
        and not (element.name == "dialog" and "open" in attributes)
    ):
        return True
    if display == "none" or style.get("mso-hide") == "all" or style.get("content-visibility") == "hidden":
        return True
    return style.get("opacity") in ("0", "0.0", "0%") or _is_too_small(style) or _is_elsewhere(style)


def _is_too_small(style: Style) -> bool:
    """Whether it is clipped to nothing, such as text for screen readers only."""
    zero = re.compile(r"0(?:px|pt|em|rem|%)?")
    if zero.fullmatch(style.get("font-size")):
        return True
    clip = re.sub(r"[\s,]+", " ", style.get("clip"))
    if re.fullmatch(r"rect\( ?([01](px)?) ([01](px)?) ([01](px)?) ([01](px)?) ?\)", clip):
        return True
    return style.get("clip-path").replace(" ", "") in ("inset(50%)", "inset(100%)", "circle(0)", "circle(0px)")


def _is_elsewhere(style: Style) -> bool:
    if FAR.match(style.get("text-indent")):
        return True
    moved = style.get("position") in ("absolute", "fixed")
    return moved and any(FAR.match(style.get(side)) for side in ("left", "top", "right", "bottom"))


def _is_struck(element: Element, style: Style) -> bool:
    decoration = style.get("text-decoration", "text-decoration-line")
    return "line-through" in decoration if decoration else element.name in STRUCK


# -- style sheets


Declaration = tuple[str, str, bool]


def _match_styles(root: Node) -> dict[int, Style]:
    """Id of an element -> its style, for elements that a style sheet or their own attribute may hide or strike out.

    Rules that can only show something are matched against these elements only.
    """
    styles: dict[int, Style] = {}
    found: dict[int, Element] = {}
    for element in _find(root, "[style]"):
        for name, value, important in _list_declarations(element.attrs.get("style") or ""):
            styles.setdefault(id(element), Style()).take(name, value, (important, True, (0, 0, 0), 0))
    for element in _find(root, ",".join(["[style]", "[hidden]", *HIDDEN, *STRUCK])):
        found[id(element)] = element
    sheets = [_read(node) for node in _find(root, "style") if _is_for_screens(node.attrs.get("media") or "")]
    names = {name for element in _find(root, "[class],[id]") for name in _list_names(element)}
    rules = [(selector, said) for selector, said in _list_rules("\n".join(sheets)) if _may_match(selector, names)]
    for order, (selector, declarations) in enumerate(rules):
        if any(_can_hide(name, value) for name, value, _important in declarations):
            for element in _find(root, selector):
                found[id(element)] = element
                _take_rule(styles, element, selector, declarations, order)
    for order, (selector, declarations) in enumerate(rules):
        if not any(_can_hide(name, value) for name, value, _important in declarations):
            for element in found.values():
                if _matches(element, selector):
                    _take_rule(styles, element, selector, declarations, order)
    return styles


def _list_names(element: Element) -> list[str]:
    return [element.attrs.get("id") or "", *(element.attrs.get("class") or "").split()]


def _may_match(selector: str, names: set[str]) -> bool:
    """False if a rule names classes or ids that no element has, as most rules of a saved page do."""
    return bool(re.search(r"[:\[\\]", selector)) or set(re.findall(r"[.#]([\w-]+)", selector)) <= names


def _take_rule(
    styles: dict[int, Style], element: Element, selector: str, declarations: list[Declaration], order: int
) -> None:
    style = styles.setdefault(id(element), Style())
    for name, value, important in declarations:
        style.take(name, value, (important, False, _specificity(selector), order))


def _can_hide(name: str, value: str) -> bool:
    if name in ("left", "top", "right", "bottom", "text-indent"):
        return bool(FAR.match(value))
    hiding = {"display": "none", "mso-hide": "all", "content-visibility": "hidden"}
    zero = name in ("opacity", "font-size") and value.startswith("0")
    return name in ("visibility", "clip", "clip-path") or hiding.get(name) == value or zero or "line-through" in value


def _find(root: Node, selector: str) -> list[Element]:
    try:
        return [found for found in root.query(selector) if isinstance(found, Element)]
    except SelectorError:
        return []  # “::before”, “:hover” and the like don't match a plain element


def _matches(element: Element, selector: str) -> bool:
    try:
        return matches(element, selector)
    except SelectorError:
        return False


def _list_rules(sheet: str) -> Iterator[tuple[str, list[Declaration]]]:
    count = 0
    for rule in _list_screen_rules(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)):
        declarations = [said for said in _list_declarations(rule.content) if said[0] in TOLD_BY]
        if not declarations:
            continue
        for selector in tinycss2.serialize(rule.prelude).split(","):
            count += 1
            if count > MAX_RULES:
                return
            yield selector.strip(), declarations


TOLD_BY = (
    *("display", "visibility", "opacity", "mso-hide", "content-visibility", "font-size", "clip", "clip-path"),
    *("text-indent", "position", "left", "top", "right", "bottom", "text-decoration", "text-decoration-line"),
)


def _list_screen_rules(rules: list) -> Iterator[tinycss2.ast.QualifiedRule]:
    """The rules that apply on a wide screen."""
    for rule in rules:
        if rule.type == "qualified-rule":
            yield rule
        elif rule.type == "at-rule" and rule.content is not None and _is_for_screens(tinycss2.serialize(rule.prelude)):
            # only “@media” and “@supports” contain rules for elements
            yield from _list_screen_rules(tinycss2.parse_rule_list(rule.content, True, True))


def _is_for_screens(media: str) -> bool:
    return not re.search(r"print|speech|max-width|\bnot\b|prefers-|hover", media.lower())


def _list_declarations(content: str | list) -> list[Declaration]:
    return [
        (said.lower_name, tinycss2.serialize(said.value).strip().lower(), said.important)
        for said in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
        if said.type == "declaration"
    ]


def _specificity(selector: str) -> tuple[int, int, int]:
    ids = selector.count("#")
    classes = len(re.findall(r"[.\[]|:(?!:)", selector))
    return ids, classes, len(re.findall(r"(?:^|[\s>+~])[a-z]", selector, re.I))
