"""Plain text -> outline, by typed bullets, numbers and indentation."""

import re
from collections import Counter
from dataclasses import dataclass, replace

from content.desk.importing.outline import Line, LineKind, Outline, Reason, Unread
from content.desk.importing.reading.bounds import check_rows
from content.desk.importing.reading.numbering import Numbering
from content.desk.importing.reading.typed_lists import DASHES, SIGNS, is_ended, is_wrapped_dash

BULLET = re.compile(rf"^(?P<indent>\s*)(?P<mark>[{SIGNS}]|o(?=\s))\s+(?P<text>\S.*)$")
NUMBER = re.compile(
    r"^(?P<indent>\s*)(?P<mark>(?:step\s+)?(?:\d{1,2}(?:\.\d{1,2})*|[ivxIVX]{1,5}|[a-zA-Z])[.):])\s+(?P<text>\S.*)$",
    re.I,
)
UNDERLINE = re.compile(r"^\s*([=~-])\1{2,}\s*$")


@dataclass
class _Row:
    """`mark`: “bullet”, “underlined”, a typed number, or empty. `sign`: the sign of a bullet.

    `whole`: the line with its mark. `in_list`: the number before or after it is in a neighbouring line, so they number
    a list, not the chapters of the document.
    """

    indent: int
    text: str
    mark: str
    after_blank: bool
    whole: str
    sign: str = ""
    in_list: bool = False

    @property
    def item(self) -> str:
        return self.text if self.mark == "bullet" or self.in_list else self.whole

    def unmark(self) -> None:
        self.mark, self.sign, self.text = "", "", self.whole


def read_text(source: str) -> Outline:
    rows = _rows(source)
    _judge_bullets(rows)
    _judge_numbers(rows)
    lines: list[Line] = []
    unread: list[Unread] = []
    #: Index of a line -> the texts into which it was wrapped.
    wrapped: dict[int, list[str]] = {}
    list_indents: list[int] = []
    in_list = False
    for position, row in enumerate(rows):
        following = rows[position + 1] if position + 1 < len(rows) else None
        if heading := _heading_level(row, following, position):
            lines.append(Line(LineKind.HEADING, row.whole.rstrip(":").strip(), level=heading))
            list_indents, in_list = [], False
        elif row.mark:
            list_indents = [indent for indent in list_indents if indent <= row.indent]
            if not list_indents or row.indent > list_indents[-1]:
                list_indents.append(row.indent)
            lines.append(Line(LineKind.ITEM, row.item, level=len(list_indents), ordered=row.mark != "bullet"))
            if row.item != row.whole:
                unread.append(Unread(Reason.MARK, row.whole.removesuffix(row.item)))
            in_list = True
        elif _continues(row, lines, wrapped.get(len(lines) - 1)):
            wrapped.setdefault(len(lines) - 1, [lines[-1].text]).append(row.text)
        else:
            # A line at the margin after an indented list closes the document, not its last section.
            detached = in_list and row.after_blank and row.indent == 0 < list_indents[0]
            lines.append(Line(LineKind.PARAGRAPH, row.text, detached=detached))
            in_list = in_list and not detached
    for number, texts in wrapped.items():
        lines[number] = lines[number].with_text(" ".join(texts))
    return Outline(tuple(_detach_after(lines)), unread=tuple(unread))


def _continues(row: _Row, lines: list[Line], wrapped: list[str] | None) -> bool:
    """Whether a line continues the one before, which was wrapped within a sentence."""
    if not lines or row.after_blank or lines[-1].kind == LineKind.HEADING:
        return False
    return not is_ended(wrapped[-1] if wrapped else lines[-1].text)


def _judge_bullets(rows: list[_Row]) -> None:
    """Unmark lines that only look like an item: they continue a sentence."""
    for block in _list_blocks(rows):
        signs = Counter(row.sign for row in block)
        before: _Row | None = None
        for row in block:
            alone = signs[row.sign] == 1
            wrapped = row.sign in DASHES and before and is_wrapped_dash(before.whole, row.text, alone=alone)
            if row.sign and (wrapped or (row.sign == "o" and alone)):
                row.unmark()
            before = row


def _list_blocks(rows: list[_Row]) -> list[list[_Row]]:
    """Groups of lines between blank lines."""
    blocks: list[list[_Row]] = []
    for row in rows:
        if row.after_blank:
            blocks.append([])
        blocks[-1].append(row)
    return blocks


def _judge_numbers(rows: list[_Row]) -> None:
    """Unmark marks that number no list: a species (“C. acnes”), or a number at which a sentence was wrapped."""
    numbering = Numbering([row.mark if row.mark != "bullet" else "" for row in rows])
    for position, row in enumerate(rows):
        if not numbering.readings[position]:
            continue
        before = rows[position - 1] if position and not row.after_blank else None
        goes_on = before is not None and not is_ended(before.whole) and not _is_shouted(before.whole)
        if not numbering.is_in_order(position) and (goes_on or numbering.is_letter(position)):
            row.unmark()
        elif (following := _find_beside(rows, position)) and numbering.follow(position, following):
            row.in_list = rows[following].in_list = True


def _find_beside(rows: list[_Row], position: int) -> int | None:
    """The next line after an item that does not belong to it: not indented, and not wrapped from it."""
    row = rows[position]
    following = position + 1
    while following < len(rows) and rows[following].indent > row.indent:
        following += 1
    if following == len(rows) or rows[following].mark:
        return following if following < len(rows) else None
    while following < len(rows) and not (rows[following].after_blank or rows[following].mark):
        following += 1
    return following if following < len(rows) and not rows[following].after_blank else None


def _detach_after(lines: list[Line]) -> list[Line]:
    """Detach all lines after a closing paragraph at the margin, up to the next heading."""
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
            text = _straighten(match["text"])
            row = _Row(len(match["indent"]), text, "bullet", blank, _straighten(raw), match["mark"])
        elif match := NUMBER.match(raw):
            text = _straighten(match["text"])
            row = _Row(len(match["indent"]), text, match["mark"].lower(), blank, _straighten(raw))
        else:
            row = _Row(len(raw) - len(raw.lstrip()), _straighten(raw), "", blank, _straighten(raw))
        rows.append(row)
        check_rows(len(rows))
        blank = False
    return rows


def _straighten(text: str) -> str:
    return " ".join(text.split())


def _heading_level(row: _Row, following: _Row | None, position: int) -> int:
    """The level of a heading; 0 for other rows. A numbered line is a heading if the lines under it are indented."""
    if row.mark == "underlined":
        row.mark = ""
        return 1 if position == 0 else 2
    shouted = _is_shouted(row.text)
    if row.mark == "bullet" or len(row.text) > 120:
        return 0
    if row.mark:
        owns = following is not None and following.indent > row.indent
        return 2 if (owns and not row.text.endswith(".")) or shouted else 0
    if shouted and row.after_blank:
        return 1 if position == 0 else 2
    ends_like_heading = row.text.endswith((":", "?")) and following is not None
    return 2 if ends_like_heading and row.after_blank and row.indent == 0 and len(row.text) <= 60 else 0


def _is_shouted(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 3 and all(letter.isupper() for letter in letters) and len(text) <= 80
