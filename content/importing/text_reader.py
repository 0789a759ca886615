"""Plain text -> outline: bullets, numbering and indentation as people type them."""

import re
from dataclasses import dataclass, replace

from content.importing.bounds import check_rows
from content.importing.outline import Line, LineKind, Outline

BULLET = re.compile(r"^(?P<indent>\s*)(?P<mark>[•●▪◦‣∙*·–—-]|o(?=\s))\s+(?P<text>\S.*)$")
NUMBER = re.compile(
    r"^(?P<indent>\s*)(?P<mark>(?:step\s+)?(?:\d{1,2}(?:\.\d{1,2})*|[ivxIVX]{1,5}|[a-zA-Z])[.):])\s+(?P<text>\S.*)$",
    re.I,
)
UNDERLINE = re.compile(r"^\s*([=~-])\1{2,}\s*$")


@dataclass
class _Row:
    indent: int
    text: str
    mark: str
    after_blank: bool


def read_text(source: str) -> Outline:
    rows = _rows(source)
    lines: list[Line] = []
    #: Number of a line -> the texts that it was wrapped into.
    wrapped: dict[int, list[str]] = {}
    list_indents: list[int] = []
    in_list = False
    for position, row in enumerate(rows):
        following = rows[position + 1] if position + 1 < len(rows) else None
        if heading := _heading_level(row, following, position):
            lines.append(Line(LineKind.HEADING, row.text.rstrip(":").strip(), level=heading))
            list_indents, in_list = [], False
        elif row.mark:
            list_indents = [indent for indent in list_indents if indent <= row.indent]
            if not list_indents or row.indent > list_indents[-1]:
                list_indents.append(row.indent)
            lines.append(Line(LineKind.ITEM, row.text, level=len(list_indents), ordered=row.mark != "bullet"))
            in_list = True
        elif _continues(row, lines, wrapped.get(len(lines) - 1)):
            wrapped.setdefault(len(lines) - 1, [lines[-1].text]).append(row.text)
        else:
            # Back at the margin after an indented list: a closing line of the document, not of its last section.
            detached = in_list and row.after_blank and row.indent == 0 < list_indents[0]
            lines.append(Line(LineKind.PARAGRAPH, row.text, detached=detached))
            in_list = in_list and not detached
    for number, texts in wrapped.items():
        lines[number] = lines[number].with_text(" ".join(texts))
    return Outline(tuple(_detach_after(lines)))


def _continues(row: _Row, lines: list[Line], wrapped: list[str] | None) -> bool:
    """Whether a line goes on with the one before: it was wrapped, since that one ended in mid-sentence."""
    if not lines or row.after_blank or lines[-1].kind == LineKind.HEADING:
        return False
    before = wrapped[-1] if wrapped else lines[-1].text
    return not before.endswith((".", "!", "?", ":"))


def _detach_after(lines: list[Line]) -> list[Line]:
    """Once a closing paragraph stands at the margin, what follows it up to the next heading does as well."""
    result, detached = [], False
    for line in lines:
        detached = line.kind != LineKind.HEADING and (detached or line.detached)
        result.append(replace(line, detached=detached))
    return result


def _rows(source: str) -> list[_Row]:
    rows: list[_Row] = []
    blank = True
    for raw in source.expandtabs(4).splitlines():
        if not raw.strip():
            blank = True
            continue
        if UNDERLINE.match(raw) and rows and not rows[-1].mark:
            rows[-1].mark = "underlined"
            blank = True
            continue
        if match := BULLET.match(raw):
            row = _Row(len(match["indent"]), _straighten(match["text"]), "bullet", blank)
        elif match := NUMBER.match(raw):
            row = _Row(len(match["indent"]), _straighten(match["text"]), match["mark"].lower(), blank)
        else:
            row = _Row(len(raw) - len(raw.lstrip()), _straighten(raw), "", blank)
        rows.append(row)
        check_rows(len(rows))
        blank = False
    return rows


def _straighten(text: str) -> str:
    return " ".join(text.split())


def _heading_level(row: _Row, following: _Row | None, position: int) -> int:
    """0 where the row is no heading. A numbered line is one if what belongs to it stands further in."""
    if row.mark == "underlined":
        row.mark = ""
        return 1 if position == 0 else 2
    letters = [letter for letter in row.text if letter.isalpha()]
    shouted = len(letters) > 3 and all(letter.isupper() for letter in letters) and len(row.text) <= 80
    if row.mark == "bullet" or len(row.text) > 120:
        return 0
    if row.mark:
        owns = following is not None and following.indent > row.indent
        return 2 if (owns and not row.text.endswith(".")) or shouted else 0
    if shouted and row.after_blank:
        return 1 if position == 0 else 2
    ends_like_heading = row.text.endswith((":", "?")) and following is not None
    return 2 if ends_like_heading and row.after_blank and row.indent == 0 and len(row.text) <= 60 else 0
