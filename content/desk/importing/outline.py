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
    """Why words that stand in a file are no words of the document."""

    STRUCK = "struck out"
    HIDDEN = "hidden"
    DELETED = "deleted"
    COMMENT = "comment"
    SETTINGS = "settings"
    MARK = "mark"


@dataclass(frozen=True)
class Unread:
    """Words of the file that were left out on purpose."""

    reason: Reason
    text: str


@dataclass(frozen=True)
class Line:
    """`level` is that of the heading (1 is the highest) or the nesting of the item (1 is the outermost).

    `html` is `text` with strong and em kept; `cells` are those of a table's row. `detached` marks a paragraph
    that stands outside the section before it, as a closing line at the margin does.
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
        """The same line saying something else; inline marks are kept only where the text is all of it."""
        return self if text == self.text else replace(self, text=text, html=escape(text, quote=False))

    @property
    def markup(self) -> str:
        return self.html or escape(self.text, quote=False)


@dataclass(frozen=True)
class Outline:
    """A document as read: its lines, and what was left out on purpose: scripts and pictures, and unread words.

    `encoding` is the one that was assumed; empty where the file says it, as UTF-8 and Word files do.
    """

    lines: tuple[Line, ...]
    left_out: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    encoding: str = ""


class DocumentError(Exception):
    """The file can't be imported. The message says why and what to do."""
