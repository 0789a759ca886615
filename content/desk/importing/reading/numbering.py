"""Tells typed numbers of lists, which follow each other, from text that only looks like one."""

import re

_ROMAN = {"i": 1, "v": 5, "x": 10}


class Numbering:
    """The marks of a document's lines: “1.”, “b)”, “iv.”, “step 2:”; empty for a line without one."""

    def __init__(self, marks: list[str]) -> None:
        self.readings = [_read(mark) for mark in marks]
        #: (kind of number, value) -> the first and the last line with it.
        self.lines: dict[tuple[str, int], tuple[int, int]] = {}
        for line, readings in enumerate(self.readings):
            for reading in readings:
                first, _last = self.lines.get(reading, (line, line))
                self.lines[reading] = (first, line)

    def is_in_order(self, line: int) -> bool:
        """Whether the previous number is above the line, or the next one below it. Letters must begin with “a”."""
        return any(self.is_next(line, kind, value) for kind, value in self.readings[line])

    def is_next(self, line: int, kind: str, value: int) -> bool:
        before, after = self.lines.get((kind, value - 1)), self.lines.get((kind, value + 1))
        if not kind.startswith("number") and (kind, 1) not in self.lines:
            return False
        follows = before is not None and before[0] < line
        return follows or (after is not None and after[1] > line)

    def follow(self, line: int, other: int) -> bool:
        return any((kind, value + 1) in self.readings[other] for kind, value in self.readings[line])

    def is_letter(self, line: int) -> bool:
        return all(not kind.startswith("number") for kind, _value in self.readings[line])


def _read(mark: str) -> list[tuple[str, int]]:
    """All meanings of a mark: “i.” is the first Roman number, and the ninth letter."""
    match = re.fullmatch(r"(step\s+)?(.+)([.):])", mark)
    if not match:
        return []
    said, closing = match[2], (match[1] or "").strip() + match[3]
    if re.fullmatch(r"[0-9.]+", said):
        *above, last = said.split(".")
        return [(f"number {'.'.join(above)} {closing}", int(last or 0))]
    readings = [(f"letter {closing}", ord(said) - 96)] if re.fullmatch(r"[a-z]", said) else []
    return readings + ([(f"roman {closing}", _read_roman(said))] if re.fullmatch(r"[ivx]+", said) else [])


def _read_roman(said: str) -> int:
    values = [_ROMAN[letter] for letter in said]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
