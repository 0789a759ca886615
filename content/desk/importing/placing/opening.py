"""Handles headings. Each names the guide, opens a section or a part of one, or closes everything."""

import re

from content.desk.importing.meaning.headings import find_role, find_section, forbids, is_closed
from content.desk.importing.meaning.leads import Lead, Mode, tells_what_is_done
from content.desk.importing.meaning.roles import SAFETY_ROLES, Role
from content.desk.importing.outline import Line
from content.desk.importing.placing.walk import Walk
from content.model.polarity.judging import Polarity, read_polarity
from content.model.vocabulary import SectionKey

#: Words that, alone in a heading, open all of the safety section.
WHOLES = ("safe", "candidat", "who", "right for", "suit", "risk", "precaution")
#: The number of a heading: “2.”, “1.1” or “b)”.
_NUMBER = re.compile(r"(?i)^(?:\d{1,2}(?:\.\d{1,2})*[.):]?|[ivx]{1,5}[.):]|[a-z][.)])\s+")


def take_heading(walk: Walk, line: Line) -> None:
    if walk.place == "faqs" and line.level > walk.place_level:
        walk.guide.faqs.append((line.text, ""))
        return
    is_first, walk.is_first = walk.is_first, False
    if is_first and line.level == 1 and not re.match(r"(?i)(?:\d+|[ivx]+)[.)]", line.text):
        walk.guide.title = line.text.capitalize() if line.text.isupper() else line.text
        walk.guide.headings.append((line.text, "title"))
        return
    walk.heading = None
    if walk.closed_level is not None and line.level > walk.closed_level:
        walk.keep_unplaced(line)
        return
    walk.closed_level = None
    _take_words(walk, line)


def _take_words(walk: Walk, line: Line) -> None:
    words = _NUMBER.sub("", line.text)
    role = find_role(words)
    section = find_section(words) or (SectionKey.SAFETY if role in SAFETY_ROLES else None)
    inside = walk.is_in_section and line.level > walk.place_level
    if role is None and inside and walk.section_role is Role.AFTERCARE:
        role = Role.AFTERCARE if forbids(line.text) or not is_closed(line.text) else None
    if role is None and is_closed(line.text):
        _close(walk, line)
    elif inside and _belongs_inside(walk, section, role):
        _open_part(walk, line, role)
    elif section:
        _open_section(walk, line, section, role)
    elif not walk.guide.title and walk.place == "overview":
        walk.guide.title = line.text
        walk.guide.headings.append((line.text, "title"))
    else:
        walk.place, walk.place_level, walk.role = None, line.level, None
        _leave_unplaced(walk, line)


def _belongs_inside(walk: Walk, section: str | None, role: Role | None) -> bool:
    """Whether a deeper heading belongs to the current section instead of opening another."""
    if section is None or section == walk.place:
        return True
    return role is not None and (walk.place == SectionKey.SAFETY) == (role in SAFETY_ROLES)


def _open_part(walk: Walk, line: Line, role: Role | None) -> None:
    walk.role, walk.heading = role, line if role else None
    _keep_avoided_together(walk, line)
    walk.guide.headings.append((line.text, f"{walk.place} ({role})" if role else str(walk.place)))
    if role is None:
        walk.add_paragraph(walk.section, f"<p><b>{line.markup}</b></p>", line.text)


def _open_section(walk: Walk, line: Line, section: str, role: Role | None) -> None:
    walk.place, walk.place_level = section, line.level
    # “Side effects” opens one part of the safety section; “Candidates and Safety” opens all of it.
    is_part = _is_one_part(role, line.text) if section == SectionKey.SAFETY else _is_all_after(section, role)
    walk.role = role if is_part else None
    walk.heading = line if role else None
    walk.section_role = walk.role
    walk.guide.headings.append((line.text, section))
    _keep_avoided_together(walk, line)


def _close(walk: Walk, line: Line) -> None:
    """Close the sections at a heading that denies or limits its lines: they go to the note with it."""
    walk.place, walk.place_level, walk.role, walk.closed_level = None, line.level, None, line.level
    _leave_unplaced(walk, line)


def _leave_unplaced(walk: Walk, line: Line) -> None:
    walk.guide.headings.append((line.text, "unplaced"))
    walk.keep_unplaced(line)


def _keep_avoided_together(walk: Walk, line: Line) -> None:
    """“What to avoid afterwards”: without its heading the aftercare would say the opposite, so they stay together.

    The same applies to every heading that does not clearly present its lines as advice: “Give these a miss”.
    """
    polarity = read_polarity(line.text)
    if walk.role is Role.AFTERCARE and (polarity is not Polarity.AFFIRMED or not tells_what_is_done(line)):
        mode = Mode.UNPLACED if polarity is Polarity.UNCLEAR else Mode.TOGETHER
        walk.lead = Lead(line, mode, Role.AFTERCARE)


def _is_all_after(section: str, role: Role | None) -> bool:
    """“After your visit”: its lines are about the time afterwards, mostly for the reader."""
    return section == SectionKey.PROCESS and role is Role.AFTER


def _is_one_part(role: Role | None, heading: str) -> bool:
    if role in (Role.DOES_NOT_SUIT, Role.AFTERCARE, Role.SEEK_HELP):
        return not re.search(r"(?i)safe|risk|effect|precaution|complication", heading)
    parts = re.findall(r"(?i)safe|candidat|who\b|right for|suit|risk|effect|precaution|not have", heading)
    return len(parts) == 1 and parts[0].lower() not in WHOLES
