"""A file, whatever its type -> outline. Everything that can be wrong with a file is said here."""

import zipfile
from io import BytesIO
from pathlib import PurePath

import mammoth
from django.conf import settings
from markdown_it import MarkdownIt

from content.importing.html_reader import read_html
from content.importing.outline import DocumentError, Outline
from content.importing.text_reader import read_text

TYPES = (".txt", ".md", ".html", ".htm", ".docx")
#: What a Word file may unpack to: far above any guide, far below what would fill the memory.
MAX_UNPACKED = 100 * 1024 * 1024
STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"


def read_document(name: str, content: bytes) -> Outline:
    """Raises DocumentError where the file is empty, too large, broken, of another type or wrongly encoded."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in TYPES:
        raise DocumentError(f"{name} is not a document that can be imported: use {', '.join(TYPES)}.")
    if not content.strip():
        raise DocumentError(f"{name} is empty.")
    if len(content) > settings.IMPORT_MAX_BYTES:
        limit = settings.IMPORT_MAX_BYTES // 1024
        raise DocumentError(f"{name} is larger than {limit} KiB: save it without its pictures and try again.")
    if suffix == ".docx":
        outline = read_html(_docx_to_html(name, content))
    else:
        text = _decode(name, content)
        if suffix == ".md":
            text = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
        outline = read_text(text) if suffix == ".txt" else read_html(text)
    if not outline.lines:
        raise DocumentError(f"{name} has no text in it.")
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


def _docx_to_html(name: str, content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise DocumentError(f"{name} unpacks to more than {MAX_UNPACKED // 1024**2} MiB: it is not imported.")
        no_pictures = mammoth.images.img_element(lambda image: {"src": ""})
        return str(mammoth.convert_to_html(BytesIO(content), convert_image=no_pictures, style_map=STYLES).value)
    except DocumentError:
        raise
    except Exception as error:  # a broken file can fail anywhere within zip, XML or mammoth
        raise DocumentError(
            f"{name} is not a Word document, or it is broken: open it in Word and save it anew."
        ) from error
