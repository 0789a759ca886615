"""A file of any type -> an outline. Reports everything that may be wrong with a file.

This runs in a child process (`process`): this package must not need Django's settings or the database.
"""

from dataclasses import replace
from pathlib import PurePath

from content.desk.importing.outline import DocumentError, Outline, Unread
from content.desk.importing.reading.bounds import check_lines, check_word_file
from content.desk.importing.reading.encodings import decode
from content.desk.importing.reading.html.reader import read_html
from content.desk.importing.reading.markdown import render_markdown
from content.desk.importing.reading.plain_text import read_text
from content.desk.importing.reading.word.reader import read_word
from content.desk.importing.witness import see_text

TYPES = (".txt", ".md", ".html", ".htm", ".docx")
WEB = (".html", ".htm")


def read_document(name: str, content: bytes) -> Outline:
    """Raises DocumentError if the file is empty, broken, too large, not text, or of an unsupported type."""
    return read_and_see(name, content)[0]


def read_and_see(name: str, content: bytes) -> tuple[Outline, str]:
    """The document, and the text that the witness sees in its file. Raises DocumentError as `read_document` does."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in TYPES:
        raise DocumentError(f"{name} is not a document that can be imported: use {', '.join(TYPES)}.")
    if not content.strip():
        raise DocumentError(f"{name} is empty.")
    text = encoding = ""
    if suffix == ".docx":
        html, unread = _read_word(name, content)
        outline = _add_unread(read_html(html), unread)
    else:
        text, encoding = decode(name, content, may_declare=suffix in WEB)
        outline = _read_text_file(suffix, text)
    if not outline.lines:
        raise DocumentError(f"{name} has no text in it.")
    check_lines(len(outline.lines), sum(len(line.text) for line in outline.lines))
    return replace(outline, encoding=encoding), see_text(name, content, text)


def _read_text_file(suffix: str, text: str) -> Outline:
    if suffix == ".txt":
        return read_text(text)
    if suffix == ".md":
        html, unread = render_markdown(text)
        return _add_unread(read_html(html), unread)
    return read_html(text)


def _add_unread(outline: Outline, unread: list[Unread]) -> Outline:
    return replace(outline, unread=(*unread, *outline.unread))


def _read_word(name: str, content: bytes) -> tuple[str, list[Unread]]:
    try:
        check_word_file(name, content)
        return read_word(content)
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # a broken file can fail anywhere within zip, XML or mammoth
        raise DocumentError(
            f"{name} is not a Word document, or it is broken: open it in Word and save it anew."
        ) from error
