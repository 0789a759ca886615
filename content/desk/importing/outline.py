"""The neutral form of any document: a flat list of lines, each a heading, a paragraph, a list item or a row."""

from dataclasses import dataclass, replace
from enum import StrEnum
from html import escape


class LineKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    #: A footnote, after the lines that refer to it.
    NOTE = "note"


class Reason(StrEnum):
    """Why words of a file were left out."""

    STRUCK = "struck out"
    HIDDEN = "hidden"
    DELETED = "deleted"
    COMMENT = "comment"
    SETTINGS = "settings"
    MARK = "mark"


@dataclass(frozen=True)
class Unread:
    """Words of the file that were left out on purpose, with the reason."""

    reason: Reason
    text: str


@dataclass(frozen=True)
class Line:
    """`level`: of a heading (1 is the highest), or the nesting of an item (1 is the outermost).

    `html`: the text with a few inline tags. `cells`: the cells of a table row. `detached`: the line does not belong to
    the section before it, such as a closing line or a menu.
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
        """The same line with another text. Inline tags are kept only if the text is the same."""
        return self if text == self.text else replace(self, text=text, html=escape(text, quote=False))

    @property
    def markup(self) -> str:
        return self.html or escape(self.text, quote=False)


@dataclass(frozen=True)
class Outline:
    """A document that was read. `left_out`: things without words, such as scripts and pictures.

    `encoding`: a guessed encoding; empty if it is known, as for UTF-8 and Word files.
    """

    lines: tuple[Line, ...]
    left_out: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    encoding: str = ""


class DocumentError(Exception):
    """The file can't be imported. The message says why and what to do."""
