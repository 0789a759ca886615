"""Places rows of tables: as milestones if they have a time, else as paragraphs. The header is always kept with them."""

from html import escape

from content.desk.importing.meaning.names import is_time, is_time_column
from content.desk.importing.outline import Line
from content.desk.importing.placing.guide import MAX_NAME
from content.desk.importing.placing.walk import Walk, paragraph
from content.model.polarity.judging import Polarity, read_polarity
from content.model.vocabulary import SectionKey


def take_row(walk: Walk, line: Line) -> None:
    section = walk.section
    outright = all(read_polarity(cell) is Polarity.AFFIRMED for cell in line.cells)
    if line.is_header:
        walk.is_open_table = outright
    elif walk.is_open_table and outright:
        walk.texts[section].append(": ".join(line.cells) if len(line.cells) == 2 else ". ".join(line.cells))
    if not walk.is_open_table:
        walk.keep_unplaced(line)  # “Do | Don't”: a row means nothing without its header
    elif line.is_header:
        _take_header(walk, line)
    elif _is_milestone(walk, line):
        text = paragraph("; ".join(line.cells[1:]))
        walk.add(section, "milestone", {"when": line.cells[0], "text": text}, line.text)
    else:
        walk.add_paragraph(section, paragraph(": ".join(line.cells)), line.text)


def _take_header(walk: Walk, line: Line) -> None:
    section = walk.section
    walk.guide.headings.append((line.text, f"{section} (table)"))
    walk.is_timetable = section == SectionKey.SESSIONS and is_time_column(line.cells[0])
    if not walk.is_timetable:
        # The header stays above the rows, which may need it: “Suitable | Unsuitable”.
        walk.add_paragraph(section, f"<p><b>{escape(line.text, quote=False)}</b></p>", line.text)


def _is_milestone(walk: Walk, line: Line) -> bool:
    first, *others = line.cells
    timed = walk.is_timetable or is_time(first)
    return walk.section == SectionKey.SESSIONS and bool(others and first) and len(first) <= MAX_NAME and timed
