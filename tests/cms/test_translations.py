"""Every sentence of ours is there in each language that has a catalogue, with the same placeholders, and compiled."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
import taggit
import wagtail
from babel.messages.catalog import Message
from babel.messages.extract import extract_python
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.support import ROOT

FUNCTIONS = {
    "gettext": None,
    "_": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
CATALOGUES = sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po"))
#: What the catalogues of libraries lack of the words that our screens show.
OF_LIBRARIES = sorted(ROOT.glob("locale/libraries/*/LC_MESSAGES/*.po"))


def find_sentences(source: str) -> Iterator[str | None]:
    for _line, function, words, _comments in extract_python(io.BytesIO(source.encode()), FUNCTIONS, [], {}):
        literals = [words] if isinstance(words, str) else list(words or ())
        if function in FUNCTIONS:
            yield from literals[function.startswith("pgettext") :][:1]


def find_all() -> set[str]:
    found: set[str | None] = set()
    for room in ("api", "cms", "content"):
        for path in ROOT.glob(f"{room}/**/*.py"):
            if "migrations" not in path.parts:
                found |= set(find_sentences(path.read_text()))
    for path in (ROOT / "templates").rglob("*.*"):
        if path.suffix in (".html", ".txt", ".md", ".js"):
            found |= set(find_sentences(templatize(path.read_text())))
    return found - {"", None}


def read_strings(one: Message) -> list[str]:
    return [one.string] if isinstance(one.string, str) else list(one.string)


def read(path: Path) -> dict[str, Message]:
    catalogue = read_po(io.BytesIO(path.read_bytes()), locale=path.parts[-3])
    return {one.id if isinstance(one.id, str) else one.id[0]: one for one in catalogue if one.id}


@pytest.fixture(scope="module")
def sentences() -> set[str]:
    return find_all()


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_sentence_is_translated(path, sentences):
    """`make messages` adds what is new, to be translated."""
    catalogue = read(path)
    assert len(sentences) > 1000
    assert sorted(sentences - set(catalogue)) == []
    assert [id for id, one in catalogue.items() if one.fuzzy or not all(read_strings(one))] == []


@pytest.mark.parametrize("path", OF_LIBRARIES, ids=lambda path: path.stem)
def test_what_is_translated_for_a_library_is_said_by_it(path):
    """A sentence that they word anew is translated anew."""
    said: set[str] = set()
    for library in (django, taggit, wagtail):
        for theirs in Path(library.__file__).parent.glob(f"**/locale/en/LC_MESSAGES/{path.name}"):
            said |= set(read(theirs))
    catalogue = read(path)
    assert catalogue
    assert sorted(set(catalogue) - said) == []
    assert all(all(read_strings(one)) for one in catalogue.values())


@pytest.mark.parametrize("path", CATALOGUES + OF_LIBRARIES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_a_translation_has_the_placeholders_of_the_sentence_and_is_compiled(path):
    compiled = {
        one.id if isinstance(one.id, str) else one.id[0]: one.string
        for one in read_mo(io.BytesIO(path.with_suffix(".mo").read_bytes()))
        if one.id
    }
    for id, one in read(path).items():
        asked = set(PLACEHOLDER.findall(" ".join([one.id] if isinstance(one.id, str) else one.id)))
        for string in read_strings(one):
            assert set(PLACEHOLDER.findall(string)) <= asked, id
        if isinstance(one.id, str):
            assert set(PLACEHOLDER.findall(one.string)) == asked, id
        assert list(compiled[id]) == list(one.string), id
