"""The conformance suite: any renderer of our rich text, in any language, can run it."""

import itertools
import json
from typing import Any

import jsonschema
import pytest

from api.v1.schema import VERSIONS
from content.model.richtext.portable_text import plain_text, render_html
from tests.clients.conformance import CASES, runs
from tests.support.node import run


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_our_renderer(case):
    assert runs(render_html(case["input"])) == runs(case["html"])
    assert plain_text(case["input"]) == case["text"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_suite_agrees_with_itself(case):
    """The words of the HTML are the text: a slip of the hand in one of them would show."""
    words = "".join(text for _path, text, _marks in runs(case["html"]))
    assert words.replace("\n", "") == case["text"].replace("\n", "")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_lines_of_a_case_are_its_html(case):
    expected = joined([(text, marks) for _path, text, marks in runs(case["html"])])
    assert joined([(run["text"], marks_of(run)) for line in case["lines"] for run in line["runs"]]) == expected


def joined(pieces: list[tuple[str, frozenset[str]]]) -> list[tuple[str, frozenset[str]]]:
    """Neighbours with the same marks as one."""
    groups = itertools.groupby(pieces, key=lambda piece: piece[1])
    return [("".join(text for text, _marks in group), marks) for marks, group in groups]


def marks_of(run: dict[str, Any]) -> frozenset[str]:
    """As `runs` tells them."""
    link = {name: run[key] for name, key in (("href", "href"), ("data-guide", "guide")) if key in run}
    return frozenset([f"{mark} " for mark in run["marks"]] + ([f"a {link}"] if link else []))


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
