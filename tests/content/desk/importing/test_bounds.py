"""What a document can make the machine do is bounded: counted before it is read, ended where no count foresaw it."""

import zipfile
from functools import cache, partial
from io import BytesIO

import docx
import pytest

from content.desk.importing.drafting.imports import import_document
from content.desk.importing.drafting.partners import MAX_NEW_THERAPIES
from content.desk.importing.outline import DocumentError
from content.desk.importing.reading.documents import read_document
from content.desk.importing.reading.html import reader as html_reader
from content.desk.importing.reading.html.words import Writer
from content.model.guides.models import GuidePage
from content.model.snippets.models import Therapy


def word_file(body: bytes = b"", **parts: bytes) -> bytes:
    """A Word file with this XML in its body, and parts added or replaced."""
    changed, given = BytesIO(), dict(empty_word_file())
    given["word/document.xml"] = given["word/document.xml"].replace(b"<w:sectPr", body + b"<w:sectPr", 1)
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in (given | parts).items():
            target.writestr(name, content)
    return changed.getvalue()


@cache
def empty_word_file() -> dict[str, bytes]:
    """Its parts, by name."""
    whole = BytesIO()
    docx.Document().save(whole)
    with zipfile.ZipFile(whole) as source:
        return {name: source.read(name) for name in source.namelist()}


def word_entities(declared: bytes, used: bytes) -> bytes:
    """A Word file whose text uses entities that it declares itself."""
    plain = word_file(b"<w:p><w:r><w:t>HERE</w:t></w:r></w:p>")
    with zipfile.ZipFile(BytesIO(plain)) as archive:
        document = archive.read("word/document.xml")
    head, rest = document.split(b"?>", 1)
    return word_file(
        **{"word/document.xml": head + b"?><!DOCTYPE d [" + declared + b"]>" + rest.replace(b"HERE", used)}
    )


def word_file_elsewhere(content: bytes, name: str) -> bytes:
    """The same Word file with its text in a part of another name, which `_rels/.rels` and the list of types give."""
    moved = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(moved, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            words = source.read(part).replace(b"word/document.xml", name.encode())
            target.writestr(part.replace("word/document.xml", name), words)
    return moved.getvalue()


def word_file_encoded(content: bytes, encoding: str, name: str = "word/document.xml") -> bytes:
    """The same Word file with its text in another encoding."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    said = encoding.removesuffix("-sig").removesuffix("-le").upper()
    text = parts["word/document.xml"].decode().replace("UTF-8", said, 1).replace("utf-8", said, 1)
    parts["word/document.xml"] = text.encode(encoding)
    return word_file_elsewhere(word_file(**parts), name)


LAUGHS = b'<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (letter, (b"&%c;" % (letter - 1)) * 10) for letter in b"bcdefghij"
)
PARAGRAPH = b"<w:p><w:r><w:t>a</w:t></w:r></w:p>"


def hidden_entities(encoding: str) -> bytes:
    return word_file_encoded(word_entities(b'<!ENTITY a "ha">', b"&a;"), encoding, "word/document.dat")


#: What a document is made of too much of: (name, how its content is made, what is said). All of them are small files.
HOSTILE = {
    "paragraphs in Word": ("a.docx", lambda: word_file(PARAGRAPH * 25_000), "elements"),
    "empty paragraphs": ("a.docx", lambda: word_file(b"<w:p/>" * 100_000), "elements"),
    "tables in tables": (
        "a.docx",
        lambda: word_file(b"<w:tbl><w:tr><w:tc>" * 40 + b"</w:tc></w:tr></w:tbl>" * 40),
        "deep",
    ),
    "elements in a part that nobody shows": (
        "a.docx",
        lambda: word_file(**{"word/footnotes.xml": b"<a>" + b"<b/>" * 100_000 + b"</a>"}),
        "elements",
    ),
    "a text that unpacks": (
        "a.docx",
        lambda: word_file(**{"word/comments.xml": b"<a>" + b" " * 22_000_000 + b"</a>"}),
        "MiB",
    ),
    "files in a file": ("a.docx", lambda: word_file(**{f"x/{n}": b"" for n in range(2_100)}), "files"),
    "entities that grow": ("a.docx", lambda: word_entities(LAUGHS, b"&j;"), "entities"),
    "an entity that is a file": (
        "a.docx",
        lambda: word_entities(b'<!ENTITY x SYSTEM "file:///etc/passwd">', b"&x;"),
        "entities",
    ),
    "entities in UTF-16": ("a.docx", lambda: word_file_encoded(word_entities(LAUGHS, b"&j;"), "utf-16"), "entities"),
    "entities in a text of another name": (
        "a.docx",
        lambda: word_file_elsewhere(word_entities(b'<!ENTITY a "ha">', b"&a;"), "word/document.dat"),
        "entities",
    ),
    "a text that is named as a picture": (
        "a.docx",
        lambda: word_file_elsewhere(word_file(PARAGRAPH * 25_000), "word/media/image1.png"),
        "elements",
    ),
    **{
        f"entities of another name in {encoding}": (
            "a.docx",
            partial(hidden_entities, encoding),
            "entities",
        )
        for encoding in ("utf-16", "utf-16-le", "utf-8-sig")
    },
    "lists in lists": ("a.html", lambda: b"<ul><li>a" * 300, "deep"),
    "boxes in boxes": ("a.html", lambda: b"<div>" * 700 + b"a", "deep"),
    "quotations in quotations": ("a.md", lambda: b"> " * 200 + b"a", "deep"),
    "lists in lists in Markdown": ("a.md", lambda: b"\n".join(b"  " * n + b"- a" for n in range(80)), "deep"),
    "tags": ("a.html", lambda: b"<b>" * 130_000, "elements"),
    "cells of a Markdown table": (
        "a.md",
        lambda: b"|" + b"a|" * 2000 + b"\n|" + b"-|" * 2000 + b"\n" + b"|\n" * 2000,
        "elements",
    ),
    "comments": ("a.html", lambda: b"<!--" * 50_000, "comments"),
    "paragraphs": ("a.html", lambda: b"<p>a</p>" * 2_100, "paragraphs"),
    "items": ("a.html", lambda: b"<ul>" + b"<li>a</li>" * 2_100, "items"),
    "rows": ("a.html", lambda: b"<table>" + b"<tr><td>a</td></tr>" * 2_100, "rows"),
    "lines": ("a.txt", lambda: b"a\n" * 40_000, "lines"),
    "letters": ("a.txt", lambda: b"a " * 1_600_000, "letters"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_too_much_is_refused_with_a_sentence(kind):
    name, make, said = HOSTILE[kind]
    with pytest.raises(DocumentError, match=said):
        read_document(name, make())


def test_no_entity_of_a_word_file_is_ever_looked_up():
    name, make, _said = HOSTILE["an entity that is a file"]
    with pytest.raises(DocumentError) as refused:
        read_document(name, make())
    assert "root:" not in str(refused.value)


def test_a_word_file_as_large_as_any_guide_is_read():
    rows = b"<w:tbl>" + (b"<w:tr>" + (b"<w:tc>" + PARAGRAPH + b"</w:tc>") * 3 + b"</w:tr>") * 200 + b"</w:tbl>"
    outline = read_document("a.docx", word_file(PARAGRAPH * 1_000 + rows))
    assert len(outline.lines) == 1_200


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_word_file_may_name_and_encode_its_text_as_it_likes(encoding):
    content = word_file_encoded(word_file(PARAGRAPH), encoding, "word/document.dat")
    assert [line.text for line in read_document("a.docx", content).lines] == ["a"]


def test_pictures_of_a_word_file_are_no_text_however_large_they_are():
    pictures = {f"word/media/image{n}.png": b"\x89PNG\r\n\x1a\n" + bytes(12_000_000) for n in (1, 2)}
    drawing = {"word/media/image3.svg": b'<!DOCTYPE svg PUBLIC "svg" "http://127.0.0.1/svg.dtd"><svg/>'}
    outline = read_document("a.docx", word_file(PARAGRAPH, **pictures, **drawing))
    assert [line.text for line in outline.lines] == ["a"]


LONG_CELLS = f"<table><tr><td>{'a ' * 201}{{}}</td></tr></table>"


def test_work_grows_with_the_document_and_not_with_its_square(monkeypatch):
    """Nodes whose words are written, for lists in lists and for paragraphs side by side."""

    def count(html: str) -> int:
        written = 0
        real = Writer.write

        def write(*given):
            nonlocal written
            written += 1
            return real(*given)

        monkeypatch.setattr(Writer, "write", write)
        html_reader.read_html(html)
        monkeypatch.setattr(Writer, "write", real)
        return written

    for pattern in (
        "<ul><li>a{}</li></ul>",
        "<div><p>a</p>{}</div>",
        "<table><tr><td>a{}</td></tr></table>",
        LONG_CELLS,
    ):
        few, many = (count(_nest(pattern, depth)) for depth in (8, 24))
        assert many <= 4 * few, pattern
    assert count("<p>a" * 90) <= 10 * count("<p>a" * 10)


def _nest(pattern: str, depth: int) -> str:
    html = ""
    for _level in range(depth):
        html = pattern.replace("{}", html)
    return html


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<ul><li>one<ul><ul><li>two</li></ul></ul></li><li>three</li></ul>", "one two three"),
        ("<ul>zero<li>one<div>half<ul><li>two</li></ul>three</div></li></ul>", "zero one; half two three"),
        ("<ul><p>outside</p><li>inside</li></ul>", "outside inside"),
        ("<table><tr><td>a<table><tr><td>b</td></tr></table></td><td>c</td></tr></table>", "a; b c"),
        ("<dl><dt>a</dt><dd>b<dl><dt>c</dt><dd>d</dd></dl></dd></dl>", "a: b c: d"),
    ],
)
def test_no_word_of_a_list_is_lost_or_read_twice(html, words):
    outline = read_document("a.html", html.encode())
    assert " ".join(line.text.replace(" | ", " ") for line in outline.lines) == words


@pytest.mark.django_db
def test_a_document_adds_only_so_many_therapies_and_loses_none_of_their_words():
    known = Therapy.objects.count()
    lines = "\n\n".join(f"- Topical number{n}: with care." for n in range(70))
    report = import_document(name="a.txt", content=f"PEEL\n\nCOMBINATIONS\n\n{lines}".encode())
    assert Therapy.objects.count() == known + MAX_NEW_THERAPIES
    page = GuidePage.objects.get(pk=report.page_id).get_latest_revision_as_object()
    assert "number69" in str(page.combinations_blocks.get_prep_value()) + page.unplaced
