"""What a document can make the machine do is bounded: counted before it is read, ended where no count foresaw it."""

import os
import pickle
import subprocess
import zipfile
from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from content.desk.importing import process
from content.desk.importing.drafting import imports
from content.desk.importing.drafting.imports import import_document
from content.desk.importing.drafting.partners import MAX_NEW_THERAPIES
from content.desk.importing.models import ImportedDocument
from content.desk.importing.outline import DocumentError
from content.desk.importing.placing.placer import place
from content.desk.importing.process import read_apart
from content.desk.importing.reading.documents import read_document
from content.desk.importing.reading.html import reader as html_reader
from content.desk.importing.reading.html.words import Writer
from content.model.guides.models import GuidePage
from content.model.publishing import is_publishing, publishing
from content.model.snippets.models import Therapy


def word_file(body: bytes = b"", **parts: bytes) -> bytes:
    """A Word file with this XML in its body, and parts added or replaced."""
    whole, changed = BytesIO(), BytesIO()
    docx.Document().save(whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        given = {name: source.read(name) for name in source.namelist()}
        given["word/document.xml"] = given["word/document.xml"].replace(b"<w:sectPr", body + b"<w:sectPr", 1)
        for name, content in (given | parts).items():
            target.writestr(name, content)
    return changed.getvalue()


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
#: What a document is made of too much of: (name, content, what is said). All of them are small files.
HOSTILE = {
    "paragraphs in Word": ("a.docx", word_file(PARAGRAPH * 25_000), "elements"),
    "empty paragraphs": ("a.docx", word_file(b"<w:p/>" * 100_000), "elements"),
    "tables in tables": ("a.docx", word_file(b"<w:tbl><w:tr><w:tc>" * 40 + b"</w:tc></w:tr></w:tbl>" * 40), "deep"),
    "elements in a part that nobody shows": (
        "a.docx",
        word_file(**{"word/footnotes.xml": b"<a>" + b"<b/>" * 100_000 + b"</a>"}),
        "elements",
    ),
    "a text that unpacks": ("a.docx", word_file(**{"word/comments.xml": b"<a>" + b" " * 22_000_000 + b"</a>"}), "MiB"),
    "files in a file": ("a.docx", word_file(**{f"x/{n}": b"" for n in range(2_100)}), "files"),
    "entities that grow": ("a.docx", word_entities(LAUGHS, b"&j;"), "entities"),
    "an entity that is a file": (
        "a.docx",
        word_entities(b'<!ENTITY x SYSTEM "file:///etc/passwd">', b"&x;"),
        "entities",
    ),
    "entities in UTF-16": ("a.docx", word_file_encoded(word_entities(LAUGHS, b"&j;"), "utf-16"), "entities"),
    "entities in a text of another name": (
        "a.docx",
        word_file_elsewhere(word_entities(b'<!ENTITY a "ha">', b"&a;"), "word/document.dat"),
        "entities",
    ),
    "a text that is named as a picture": (
        "a.docx",
        word_file_elsewhere(word_file(PARAGRAPH * 25_000), "word/media/image1.png"),
        "elements",
    ),
    **{
        f"entities of another name in {encoding}": (
            "a.docx",
            word_file_encoded(word_entities(b'<!ENTITY a "ha">', b"&a;"), encoding, "word/document.dat"),
            "entities",
        )
        for encoding in ("utf-16", "utf-16-le", "utf-8-sig")
    },
    "lists in lists": ("a.html", b"<ul><li>a" * 300, "deep"),
    "boxes in boxes": ("a.html", b"<div>" * 700 + b"a", "deep"),
    "quotations in quotations": ("a.md", b"> " * 200 + b"a", "deep"),
    "lists in lists in Markdown": ("a.md", b"\n".join(b"  " * n + b"- a" for n in range(80)), "deep"),
    "tags": ("a.html", b"<b>" * 130_000, "elements"),
    "cells of a Markdown table": (
        "a.md",
        b"|" + b"a|" * 2000 + b"\n|" + b"-|" * 2000 + b"\n" + b"|\n" * 2000,
        "elements",
    ),
    "comments": ("a.html", b"<!--" * 50_000, "comments"),
    "paragraphs": ("a.html", b"<p>a</p>" * 2_100, "paragraphs"),
    "items": ("a.html", b"<ul>" + b"<li>a</li>" * 2_100, "items"),
    "rows": ("a.html", b"<table>" + b"<tr><td>a</td></tr>" * 2_100, "rows"),
    "lines": ("a.txt", b"a\n" * 40_000, "lines"),
    "letters": ("a.txt", b"a " * 1_600_000, "letters"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_too_much_is_refused_with_a_sentence(kind):
    name, content, said = HOSTILE[kind]
    with pytest.raises(DocumentError, match=said):
        read_document(name, content)


def test_no_entity_of_a_word_file_is_ever_looked_up():
    name, content, _said = HOSTILE["an entity that is a file"]
    with pytest.raises(DocumentError) as refused:
        read_document(name, content)
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


# -- the process


def test_reading_that_takes_too_long_is_ended(monkeypatch):
    """However quickly it could be read: the process can't even start in that time."""
    monkeypatch.setattr(process, "SECONDS", 0.001)
    with pytest.raises(DocumentError, match="takes too long or too much memory"):
        read_apart("a.txt", b"Peels lift the dull layer.")


def test_reading_that_takes_too_much_memory_is_ended(monkeypatch):
    monkeypatch.setattr(process, "MEMORY", 16 * 1024**2)
    with pytest.raises(DocumentError, match="takes too long or too much memory"):
        read_apart("a.txt", b"word " * 500_000)


def test_the_process_knows_no_secret_of_the_server(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "unguessable")
    monkeypatch.setenv("DATABASE_URL", "postgresql://unguessable")
    assert "unguessable" not in str(process._environment())


def test_the_process_starts_wherever_the_server_was_started(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    outline, _placed, _traced, _seen = read_apart("a.txt", b"PEEL\n\nA gentle peel.")
    assert [line.text for line in outline.lines] == ["PEEL", "A gentle peel."]


def test_only_one_document_is_read_at_a_time(monkeypatch):
    monkeypatch.setattr(process, "WAIT", 0)
    with process._turn, pytest.raises(DocumentError, match="Another document is being read"):
        read_apart("a.txt", b"PEEL")


def test_what_the_process_reads_is_what_would_be_read_here():
    content = (
        b"PEEL\n\nHOW IT WORKS\n\nAcid loosens dead cells.\n\nPROCESS\n\nA visit takes 30 minutes."
        b"\n\nSAFETY\n\nCommon side effects may include redness, itching and bruising, which fade within 3 days."
        b"\n\nCOMBINATIONS\n\n- Minoxidil: it adds to it."
    )
    outline, placed, traced, seen = read_apart("peel.txt", content)
    assert outline == read_document("peel.txt", content)
    assert placed == place(outline)
    assert (len(placed.blocks["safety"]), len(placed.blocks["combinations"])) == (4, 1)
    assert (placed.title, placed.facts[0].columns) == ("Peel", {"minutes_min": 30, "minutes_max": 30})
    assert traced[2] == "mechanism: lead"
    assert seen.startswith("PEEL HOW IT WORKS Acid loosens")


@pytest.mark.parametrize("name", ["peel.docx", "línea\nbreak.txt"])
def test_what_is_wrong_with_a_document_is_said_by_the_process(name):
    with pytest.raises(DocumentError, match=r"is not a Word document|is not a text document"):
        read_apart(name, b"\x00\n\xff")


class Call:
    """Unpickled, it makes a folder."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


def make_process_say(monkeypatch, said: bytes) -> None:
    done = subprocess.CompletedProcess([], 0, stdout=said)
    monkeypatch.setattr(process.subprocess, "run", lambda *_args, **_options: done)


def test_a_process_that_was_taken_over_has_nothing_called_in_the_server(monkeypatch, tmp_path):
    make_process_say(monkeypatch, pickle.dumps(Call(tmp_path / "called")))
    with pytest.raises(DocumentError, match="given up"):
        read_apart("a.txt", b"PEEL")
    assert not (tmp_path / "called").exists()


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"null",
        b'[[], {}, [], ""]',
        b'[{"lines": [{"kind": "heading", "text": 1}]}, {}, [], ""]',
        b'[{"lines": [{"kind": "os.system", "text": "a"}]}, {}, [], ""]',
        b'[{"lines": []}, {"blocks": {"safety": [{"type": "a", "value": {}, "words": "a", "partner": 1}]}}, [], ""]',
    ],
)
def test_an_answer_of_other_types_is_none(monkeypatch, said):
    make_process_say(monkeypatch, said)
    with pytest.raises(DocumentError, match="given up"):
        read_apart("a.txt", b"PEEL")


# -- the transaction


@pytest.mark.django_db
def test_nobody_waits_while_a_document_is_read(as_user, monkeypatch):
    real, waited = imports.read_apart, []

    def read(*given):
        waited.append(is_publishing())
        return real(*given)

    monkeypatch.setattr(imports, "read_apart", read)
    file = SimpleUploadedFile("peel.txt", b"PEEL\n\nHOW IT WORKS\n\nAcid loosens dead cells.")
    answer = as_user("editor").post(reverse("import_document"), {"document": file, "locale": "en"})
    assert (answer.status_code, waited) == (200, [False])
    assert GuidePage.objects.filter(title="Peel").exists()


@pytest.mark.django_db
def test_a_document_is_not_read_inside_a_transaction():
    with publishing(), pytest.raises(RuntimeError, match="before the transaction"):
        import_document(name="a.txt", content=b"PEEL")


@pytest.mark.django_db
def test_a_document_that_is_given_up_changes_nothing_and_says_so(as_user, monkeypatch):
    monkeypatch.setattr(process, "SECONDS", 0.001)
    file = SimpleUploadedFile("a.html", b'<a b="' * 50_000)
    answer = as_user("editor").post(reverse("import_document"), {"document": file, "locale": "en"})
    assert answer.status_code == 400
    assert "takes too long" in answer.content.decode()
    assert not ImportedDocument.objects.exists()


@pytest.mark.django_db
def test_a_document_adds_only_so_many_therapies_and_loses_none_of_their_words():
    known = Therapy.objects.count()
    lines = "\n\n".join(f"- Topical number{n}: with care." for n in range(70))
    report = import_document(name="a.txt", content=f"PEEL\n\nCOMBINATIONS\n\n{lines}".encode())
    assert Therapy.objects.count() == known + MAX_NEW_THERAPIES
    page = GuidePage.objects.get(pk=report.page_id).get_latest_revision_as_object()
    assert "number69" in str(page.combinations_blocks.get_prep_value()) + page.unplaced
