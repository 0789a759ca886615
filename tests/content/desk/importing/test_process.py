"""A document is read by a process of its own: ended where no count foresaw it, believed in nothing but text."""

import os
import pickle
import subprocess

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from content.desk.importing import process
from content.desk.importing.drafting import imports
from content.desk.importing.drafting.imports import import_document
from content.desk.importing.models import ImportedDocument
from content.desk.importing.outline import DocumentError
from content.desk.importing.placing.placer import place
from content.desk.importing.process import read_apart
from content.desk.importing.reading.documents import read_document
from content.model.guides.models import GuidePage
from content.model.publishing import is_publishing, publishing

pytestmark = pytest.mark.apart


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


def test_the_process_yields_to_readers_from_its_start(monkeypatch):
    """Loading our code takes longer than most documents do."""
    command = []

    def run(words, **_arguments):
        command.extend(words)
        raise subprocess.TimeoutExpired(words, 0)

    with monkeypatch.context() as patch:
        patch.setattr(process.subprocess, "run", run)
        with pytest.raises(DocumentError):
            read_apart("a.txt", b"PEEL")
    told = [*command[: command.index(process.sys.executable) + 1], "-c", "import os; print(os.nice(0))"]
    assert int(subprocess.check_output(told)) == os.nice(0) + process.NICENESS


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
