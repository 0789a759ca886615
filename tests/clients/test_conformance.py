"""The conformance suite: any renderer of our rich text, in any language, can run it."""

import json

import jsonschema
import pytest
from bs4 import BeautifulSoup, NavigableString, Tag

from api.v1.schema import VERSIONS
from bench.ground import ROOT
from bench.node import run
from content.model.richtext.portable_text import plain_text, render_html

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


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_our_renderer(case):
    assert runs(render_html(case["input"])) == runs(case["html"])
    assert plain_text(case["input"]) == case["text"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_suite_agrees_with_itself(case):
    """The words of the HTML are the text: a slip of the hand in one of them would show."""
    words = "".join(text for _path, text, _marks in runs(case["html"]))
    assert words.replace("\n", "") == case["text"].replace("\n", "")


@pytest.mark.parametrize("case", [case for case in CASES if not case["is_newer"]], ids=lambda case: case["name"])
def test_a_case_of_today_is_of_the_described_shape(case):
    document = json.loads(VERSIONS["3.1"].read_text())
    schema = {"$ref": "#/components/schemas/RichTextDocument", "components": document["components"]}
    value = {"portable_text": case["input"], "html": case["html"]}
    assert [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(value)] == []


def test_a_renderer_that_drops_a_mark_does_not_conform():
    case = next(case for case in CASES if case["name"] == "marks inside one another")
    assert runs(case["html"].replace("strong", "span")) != runs(case["html"])


@pytest.mark.node
def test_a_foreign_renderer(contract):
    done = run(contract, "node", "render.mjs", given=json.dumps([case["input"] for case in CASES]))
    assert done.returncode == 0, done.stderr
    for html, case in zip(json.loads(done.stdout)["html"], CASES, strict=True):
        assert runs(html) == runs(case["html"]), case["name"]
