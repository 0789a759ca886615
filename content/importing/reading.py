"""A file, whatever its type -> outline. Everything that can be wrong with a file is said here.

Run in a process of its own (`process`), so that nothing here may need Django's settings or the database.
"""

from io import BytesIO
from pathlib import PurePath

import mammoth
from markdown_it import MarkdownIt

from content.importing.bounds import MAX_DEPTH, check_lines, check_word_file
from content.importing.html_reader import read_html
from content.importing.outline import DocumentError, Outline
from content.importing.text_reader import read_text

TYPES = (".txt", ".md", ".html", ".htm", ".docx")
STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"


def read_document(name: str, content: bytes) -> Outline:
    """Raises DocumentError where the file is empty, broken, of another type, wrongly encoded, or made of too much."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in TYPES:
        raise DocumentError(f"{name} is not a document that can be imported: use {', '.join(TYPES)}.")
    if not content.strip():
        raise DocumentError(f"{name} is empty.")
    if suffix == ".docx":
        outline = read_html(_docx_to_html(name, content))
    else:
        text = _decode(name, content)
        if suffix == ".md":
            text = _markdown_to_html(text)
        outline = read_text(text) if suffix == ".txt" else read_html(text)
    if not outline.lines:
        raise DocumentError(f"{name} has no text in it.")
    check_lines(len(outline.lines), sum(len(line.text) for line in outline.lines))
    return outline


def _decode(name: str, content: bytes) -> str:
    if content.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        raise DocumentError(f"{name} is not a text document, whatever its name says.")
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise DocumentError(f"{name} is not encoded in UTF-8: open it in your editor and save it as UTF-8.")


def _markdown_to_html(text: str) -> str:
    # What is nested deeper than this is left out without a word: so it is more than read_html takes, which says so.
    options = {"html": False, "maxNesting": MAX_DEPTH + 10}
    return str(MarkdownIt("commonmark", options).enable("table").render(text))


def _docx_to_html(name: str, content: bytes) -> str:
    try:
        check_word_file(name, content)
        no_pictures = mammoth.images.img_element(lambda image: {"src": ""})
        return str(mammoth.convert_to_html(BytesIO(content), convert_image=no_pictures, style_map=STYLES).value)
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # a broken file can fail anywhere within zip, XML or mammoth
        raise DocumentError(
            f"{name} is not a Word document, or it is broken: open it in Word and save it anew."
        ) from error
