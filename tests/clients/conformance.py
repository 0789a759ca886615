"""The cases of the conformance suite, and what a reader sees of HTML."""

import json

from bs4 import BeautifulSoup, NavigableString, Tag

from tests.support import ROOT

SUITE = ROOT / "clients/conformance/rich-text.json"


CASES = json.loads(SUITE.read_text())["cases"]


INLINE = {"strong", "em", "sup", "sub", "a", "br"}


Run = tuple[str, str, frozenset[str]]


def runs(html: str) -> list[Run]:
    """(where, words, marks): what a reader sees, whichever way round marks are nested."""
    found: list[Run] = []

    def walk(node: Tag, path: str, marks: frozenset[str]) -> None:
        for number, child in enumerate(node.children):
            if isinstance(child, NavigableString):
                add(path, str(child), marks)
            elif isinstance(child, Tag) and child.name == "br":
                add(path, "\n", marks)
            elif isinstance(child, Tag) and child.name in INLINE:
                kept = {name: child[name] for name in ("href", "data-guide") if child.has_attr(name)}
                walk(child, path, marks if child.name == "a" and not kept else marks | {f"{child.name} {kept or ''}"})
            elif isinstance(child, Tag):
                walk(child, f"{path}/{child.name}{number}", marks)

    def add(path: str, text: str, marks: frozenset[str]) -> None:
        if found and (found[-1][0], found[-1][2]) == (path, marks):
            text = found.pop()[1] + text
        found.append((path, text, marks))

    walk(BeautifulSoup(html, "html.parser"), "", frozenset())
    return found
