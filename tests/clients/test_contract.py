"""The contract as tools that others wrote understand it."""

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from portabletext_html import PortableTextRenderer

from api.v1.schema import VERSIONS
from content.edition.models import Current
from content.model.vocabulary import Kind, State
from tests.support.node import run

#: A field of no answer.
MADE_UP = "minutes_per_visit"


def generate(contract: Path, version: str = "3.1") -> None:
    made = run(contract, "npm", "run", "-s", "generate", f"../../api/v1/openapi/{VERSIONS[version].name}")
    assert made.returncode == 0, made.stderr


@pytest.fixture(scope="module")
def faults(contract) -> dict[str, list[str]]:
    """What the compiler says of each file, with one of an app that asks for a field which is not served."""
    generate(contract)
    (contract / "wrong.ts").write_text((contract / "app.ts").read_text().replace("minutes_per_session", MADE_UP))
    compiled = run(contract, "npm", "run", "-s", "compile")
    (contract / "wrong.ts").unlink()
    found: dict[str, list[str]] = {}
    for line in compiled.stdout.splitlines():
        found.setdefault(line.partition("(")[0], []).append(line)
    return found


@pytest.mark.node
def test_a_typescript_client_made_from_the_document_compiles(faults):
    """With answers of a later server, which its types take."""
    assert {file: said for file, said in faults.items() if file != "wrong.ts"} == {}


@pytest.mark.node
@pytest.mark.generators
def test_a_typescript_client_made_from_the_older_document_compiles(contract):
    generate(contract, "3.0")
    compiled = run(contract, "npm", "run", "-s", "compile")
    assert compiled.returncode == 0, compiled.stdout


@pytest.mark.node
def test_the_compiler_notices_a_field_that_is_not_served(faults):
    assert all(MADE_UP in line for line in faults["wrong.ts"])


class Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += data.split()


def words(html: str) -> list[str]:
    parser = Words()
    parser.feed(html)
    return parser.words


def rich_texts(value: Any) -> list[dict[str, Any]]:
    """Every rich text below a value of a document."""
    if isinstance(value, dict):
        found = [value] if "portable_text" in value else []
        return found + [text for member in value.values() for text in rich_texts(member)]
    return [text for member in value for text in rich_texts(member)] if isinstance(value, list) else []


@pytest.fixture
def samples(db) -> list[dict[str, Any]]:
    rows = Current.objects.filter(kind=Kind.GUIDE, state=State.LIVE, locale__in=("en", "hi")).select_related("edition")
    documents = [json.loads(bytes(row.edition.body)) for row in rows]
    texts = [text for document in documents for text in rich_texts(document) if text["portable_text"]]
    assert len(texts) > 100
    return texts


@pytest.mark.node
def test_a_foreign_javascript_renderer_renders_every_rich_text(contract, samples):
    given = json.dumps([text["portable_text"] for text in samples])
    done = run(contract, "node", "render.mjs", given=given)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["problems"] == []
    for html, text in zip(answer["html"], samples, strict=True):
        assert words(html) == words(text["html"])


def test_a_foreign_python_renderer_renders_every_rich_text(samples):
    for text in samples:
        assert words(PortableTextRenderer(text["portable_text"]).render()) == words(text["html"])
