"""The neutral form of any document: a flat list of lines, each a heading, a paragraph, a list item or a row."""

from dataclasses import dataclass, replace
from enum import StrEnum
from html import escape


class LineKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    #: A footnote, behind the lines that refer to it.
    NOTE = "note"


class Reason(StrEnum):
    """Why words of a file are not read as words of the document."""

    STRUCK = "struck out"
    HIDDEN = "hidden"
    DELETED = "deleted"
    COMMENT = "comment"
    SETTINGS = "settings"
    MARK = "mark"


@dataclass(frozen=True)
class Unread:
    """Words of the file that were left out on purpose, and why."""

    reason: Reason
    text: str


@dataclass(frozen=True)
class Line:
    """`level` is that of a heading (1 is the highest), or the nesting of an item (1 is the outermost).

    `html` is `text` with its few inline tags. `cells` are those of a table's row. A line is `detached` where it does
    not belong to the section before it, as a closing line at the margin or a menu.
    """

    kind: LineKind
    text: str
    html: str = ""
    level: int = 1
    ordered: bool = False
    cells: tuple[str, ...] = ()
    is_header: bool = False
    detached: bool = False

    def with_text(self, text: str) -> "Line":
        """The same line with another text. Inline tags are kept only where the text is the same."""
        return self if text == self.text else replace(self, text=text, html=escape(text, quote=False))

    @property
    def markup(self) -> str:
        return self.html or escape(self.text, quote=False)


@dataclass(frozen=True)
class Outline:
    """A document as it was read. `left_out` names what has no words: scripts and pictures.

    `encoding` is the one that was assumed. It is empty where nothing had to be assumed, as of UTF-8 and Word files.
    """

    lines: tuple[Line, ...]
    left_out: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    encoding: str = ""


class DocumentError(Exception):
    """The file can't be imported. The message says why and what to do."""
