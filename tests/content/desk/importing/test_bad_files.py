"""A file that can't be imported gets a sentence, and changes nothing."""

import zipfile
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command

from content.desk.importing.drafting.imports import import_document
from content.desk.importing.models import ImportedDocument
from content.desk.importing.outline import DocumentError
from content.model.guides.models import GuidePage

pytestmark = pytest.mark.django_db


def zipped(**members: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


#: Name and content of a file, or how that is made, and what is said.
BAD = {
    "empty": ("a.txt", b"", "is empty"),
    "blank": ("a.md", b" \n\t\n", "is empty"),
    "huge": ("a.txt", lambda: b"x" * (5 * 1024 * 1024 + 1), "is larger than"),
    "another type": ("a.pdf", b"%PDF-1.7", "is not a document that can be imported"),
    "no type": ("guide", b"text", "is not a document that can be imported"),
    "an old Word file": ("a.txt", b"\xd0\xcf\x11\xe0 etc", "is not a text document"),
    "a picture": ("a.html", b"\x89PNG\r\n\x1a\n", "is not a text document"),
    "binary": ("a.txt", b"a\x00b", "is not a text document"),
    "broken Word file": ("a.docx", b"PK\x03\x04 broken", "is not a Word document, or it is broken"),
    "a zip that is no Word file": ("a.docx", zipped(a=b"b"), "is not a Word document, or it is broken"),
    "a bomb": ("a.docx", lambda: zipped(a=b"0" * (101 * 1024 * 1024)), "unpacks to more than"),
    "no text": ("a.html", b"<html><script>x</script></html>", "has no text in it"),
}


@pytest.mark.parametrize("name", BAD)
def test_it_gets_a_sentence_and_changes_nothing(name):
    file_name, content, sentence = BAD[name]
    pages = GuidePage.objects.count()
    with pytest.raises(DocumentError, match=sentence):
        import_document(name=file_name, content=content() if callable(content) else content)
    assert (GuidePage.objects.count(), ImportedDocument.objects.count()) == (pages, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_with_or_without_its_mark(encoding):
    report = import_document(name="a.txt", content="THÉRAPIE\n\nHOW IT WORKS\n\nLight – gently.".encode(encoding))
    assert report.title == "Thérapie"


def test_the_command_goes_on_after_a_bad_file_and_fails_at_the_end(tmp_path):
    (tmp_path / "bad.pdf").write_bytes(b"%PDF")
    (tmp_path / "good.txt").write_text("PEEL\n\nHOW IT WORKS\n\nIt peels.")
    out = StringIO()
    with pytest.raises(CommandError, match=r"bad\.pdf"):
        call_command("import_guide", str(tmp_path / "bad.pdf"), str(tmp_path / "good.txt"), stdout=out)
    assert "created “Peel”" in out.getvalue()


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_guide", "/nowhere/guide.txt", stdout=StringIO())
