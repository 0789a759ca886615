"""Words on one line of a document, with the footnotes that they refer to."""

from dataclasses import dataclass, replace
from html import escape


@dataclass(frozen=True)
class Piece:
    """Words on one line; `marks` are the keys of the footnotes to which they refer."""

    text: str = ""
    html: str = ""
    marks: tuple[int, ...] = ()
    is_bold: bool = False

    def without_start(self, start: str) -> "Piece":
        """Without the mark with which it begins, wherever that stands among the tags."""
        text = self.text.removeprefix(start).lstrip()
        html = self.html.replace(escape(start, quote=False), "", 1).lstrip()
        return replace(self, text=text, html=html)

    def followed_by(self, other: "Piece") -> "Piece":
        """A term and what is said of it."""
        if not (self.text and other.text):
            return replace(other if other.text else self, marks=self.marks + other.marks)
        between = " " if self.text.endswith(":") else ": "
        return Piece(self.text + between + other.text, self.html + between + other.html, self.marks + other.marks)
