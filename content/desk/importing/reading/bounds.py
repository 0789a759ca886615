"""Limits the size of documents: far above any guide, far below what would slow down the machine.

Everything is counted before it is parsed. The limits of the process (`process`) stop what counting can't foresee.
"""

import zipfile
from functools import partial
from io import BytesIO
from typing import IO
from xml.parsers import expat

from content.desk.importing.outline import DocumentError

#: Of a Word file: its parts, the bytes of all parts unpacked, and the bytes of their XML.
MAX_ENTRIES = 2_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_XML = 20 * 1024 * 1024
#: Bytes of a part that are read at once. The first chunk shows whether it is XML.
CHUNK = 16 * 1024
#: Elements of all parts of a Word file, or tags of a web page. A page of prose has some hundred.
MAX_ELEMENTS = 60_000
#: How deep elements may be nested.
MAX_DEPTH = 100
#: Of an outline: its lines, and the letters of all its lines.
MAX_LINES = 2_000
MAX_LETTERS = 3_000_000
#: Lines of a text file. A paragraph can be wrapped into many.
MAX_ROWS = 30_000
#: Comments of a web page. Each one that isn't closed makes the parser search for its end.
MAX_COMMENTS = 2_000


class TooMuch(DocumentError):
    """A document exceeds a limit. The message says which."""


def check_lines(lines: int, letters: int) -> None:
    """Raises TooMuch."""
    if lines > MAX_LINES:
        raise TooMuch(
            f"The document has more than {MAX_LINES:,} paragraphs, items and rows: import it in several parts."
        )
    if letters > MAX_LETTERS:
        raise TooMuch(f"The document has more than {MAX_LETTERS:,} letters: import it in several parts.")


def check_rows(count: int) -> None:
    """Raises TooMuch."""
    if count > MAX_ROWS:
        raise TooMuch(f"The document has more than {MAX_ROWS:,} lines: import it in several parts.")


def check_markup(source: str) -> None:
    """Raises TooMuch if the HTML should not even be parsed."""
    check_elements(source.count("<") // 2)  # most elements have a closing tag too
    if source.count("<!") > MAX_COMMENTS:
        raise TooMuch(f"The document has more than {MAX_COMMENTS:,} comments: copy its text into a new document.")


def check_elements(count: int) -> None:
    """Raises TooMuch."""
    if count > MAX_ELEMENTS:
        raise TooMuch(
            f"The document is made of more than {MAX_ELEMENTS:,} elements: copy its text into a new document, "
            "or import it in several parts."
        )


def check_depth(depth: int) -> None:
    """Raises TooMuch."""
    if depth > MAX_DEPTH:
        raise TooMuch(
            f"Lists, tables or boxes stand in each other more than {MAX_DEPTH} deep: copy the text into a new document."
        )


def check_word_file(name: str, content: bytes) -> None:
    """Raises TooMuch; DocumentError if the file declares entities, which no real Word file does."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES:
            raise TooMuch(f"{name} is made of more than {MAX_ENTRIES:,} files: it is not imported.")
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise TooMuch(f"{name} unpacks to more than {MAX_UNPACKED // 1024**2} MiB: it is not imported.")
        counter = _Counter(name)
        for entry in entries:
            with archive.open(entry) as part:
                counter.count(part, is_xml=entry.filename.lower().endswith((".xml", ".rels")))


class _Counter:
    """Counts the elements of all parts, without building a tree. Sizes are measured, since the file's own can be wrong.

    Any part can be the text: `_rels/.rels` says which one. So each part is tried with the parser that reads the text
    later. Parts on which that fails, such as pictures, have no text.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.elements = self.depth = self.size = 0

    def count(self, part: IO[bytes], *, is_xml: bool) -> None:
        try:
            self.parse(part, is_xml=is_xml)
        except (expat.ExpatError, LookupError, ValueError):  # the last two: an encoding that is unknown or wrong
            if is_xml:
                raise

    def parse(self, part: IO[bytes], *, is_xml: bool) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.StartDoctypeDeclHandler = partial(self.refuse, is_xml=is_xml)
        self.depth = 0
        while chunk := part.read(CHUNK):
            parser.Parse(chunk, False)
            self.size += len(chunk)
            if self.size > MAX_XML:
                raise TooMuch(f"The text of the document unpacks to more than {MAX_XML // 1024**2} MiB.")
        parser.Parse(b"", True)

    def start(self, *_element: object) -> None:
        self.elements += 1
        self.depth += 1
        check_elements(self.elements)
        check_depth(self.depth)

    def end(self, _name: str) -> None:
        self.depth -= 1

    def refuse(self, _name: str, _system: str | None, _public: str | None, declares: int, *, is_xml: bool) -> None:
        if not (declares or is_xml):
            return  # a drawing or web page may have a document type, which is never fetched
        raise DocumentError(f"{self.name} declares entities of its own, which no Word file does: it is not imported.")
