"""A piece: the words of one line, with its footnotes."""

from dataclasses import dataclass, replace
from html import escape


@dataclass(frozen=True)
class Piece:
    """`marks`: the keys of the footnotes that the words refer to."""

    text: str = ""
    html: str = ""
    marks: tuple[int, ...] = ()
    is_bold: bool = False

    def without_start(self, start: str) -> "Piece":
        """The piece without the sign or mark at its beginning, also in the HTML."""
        text = self.text.removeprefix(start).lstrip()
        html = self.html.replace(escape(start, quote=False), "", 1).lstrip()
        return replace(self, text=text, html=html)

    def followed_by(self, other: "Piece") -> "Piece":
        """A term and its explanation as one piece."""
        if not (self.text and other.text):
            return replace(other if other.text else self, marks=self.marks + other.marks)
        between = " " if self.text.endswith(":") else ": "
        return Piece(self.text + between + other.text, self.html + between + other.html, self.marks + other.marks)
