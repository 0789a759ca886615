"""Places lines of four sections: as points, steps, milestones, combinations, or paragraphs."""

import re

from content.desk.importing.facts.readers import read_facts
from content.desk.importing.facts.sentences import is_fragment
from content.desk.importing.meaning.combinations import NamedTherapy, is_caution, list_therapies
from content.desk.importing.meaning.leads import tells_of_combinations, tells_what_is_done
from content.desk.importing.meaning.names import is_time, split_name
from content.desk.importing.meaning.roles import Role
from content.desk.importing.meaning.steps import can_be_step, gives_order, says_what_is_done, tells_reader
from content.desk.importing.outline import Line, LineKind
from content.desk.importing.placing.guide import MAX_NAME
from content.desk.importing.placing.walk import TIMES, Walk, paragraph
from content.model.vocabulary import SectionKey


def take_mechanism(walk: Walk, line: Line) -> None:
    name = split_name(line.text)
    if name and len(name[0]) <= MAX_NAME:
        walk.end_group()
        walk.add(SectionKey.MECHANISM, "point", {"name": name[0], "text": paragraph(name[1])}, line.text)
    else:
        walk.take_plain(line)


def take_sessions(walk: Walk, line: Line) -> None:
    name = split_name(line.text)
    if name and is_time(name[0]):
        walk.end_group()
        walk.add(SectionKey.SESSIONS, "milestone", {"when": name[0], "text": paragraph(name[1])}, line.text)
    else:
        walk.take_plain(line)


# -- process


def take_process(walk: Walk, line: Line) -> None:
    is_step = line.kind == LineKind.ITEM or bool(re.match(r"(?i)step\b", line.text))
    states_fact = any(True for fact in read_facts(SectionKey.PROCESS, line.text) if fact.name == "minutes")
    if not is_step or states_fact:
        walk.take_plain(Line(LineKind.PARAGRAPH, line.text, line.html))
        return
    is_advice = _advises(walk, line) and not _is_counted(walk, line)
    if is_advice or not (can_be_step(line.text) and _is_told(walk, line)):
        walk.take_plain(line)
    else:
        _add_step(walk, line)


def _advises(walk: Walk, line: Line) -> bool:
    """Whether a line is advice to the reader. After the treatment every order is."""
    return tells_reader(line.text) or (walk.role is Role.AFTER and gives_order(line.text))


def _add_step(walk: Walk, line: Line) -> None:
    walk.end_group()
    walk.steps += 1
    text = re.sub(r"(?i)^step\s*\w+\s*[.:)–-]\s*", "", line.text)
    name = split_name(text)
    if name and len(name[0]) <= MAX_NAME:
        title, body = name[0], paragraph(name[1])
    elif len(text) <= MAX_NAME:
        title, body = text.rstrip("."), ""
    else:
        title, body = f"Step {walk.steps}", f"<p>{line.with_text(text).markup}</p>"
    walk.add(SectionKey.PROCESS, "step", {"phase": _find_phase(walk, text), "title": title, "text": body}, line.text)


def _is_told(walk: Walk, line: Line) -> bool:
    """Whether the line itself, or every lead above it, says that this is done: not under “Ditch:”."""
    leads = [lead.line for lead in walk.above if lead.line is not line]
    if not is_fragment(line.text):
        return line.ordered or bool(split_name(line.text)) or says_what_is_done(line.text)
    return all(tells_what_is_done(lead) or (lead.kind == LineKind.HEADING and line.ordered) for lead in leads)


def _is_counted(walk: Walk, line: Line) -> bool:
    """Whether the document counts a line of advice among its steps."""
    leads = [lead.line for lead in walk.above if lead.line.kind != LineKind.HEADING and lead.line is not line]
    return bool(leads) or line.ordered or line.kind != LineKind.ITEM or walk.role in (Role.BEFORE, Role.DURING)


def _find_phase(walk: Walk, text: str) -> str:
    if walk.role in TIMES:
        return str(walk.role)
    if re.match(r"(?i)(before|first|prior to)\b", text):
        return "before"
    return "after" if re.match(r"(?i)(after|afterwards|following|once (it|this) is done)\b", text) else "during"


# -- combinations


def take_combinations(walk: Walk, line: Line) -> None:
    name = split_name(line.text)
    if name and len(name[0]) <= MAX_NAME and all(tells_of_combinations(lead.line) for lead in walk.above):
        walk.end_group()
        value = {"caution" if is_caution(name[1]) else "benefit": paragraph(name[1])}
        _add_combination(walk, NamedTherapy(name[0]), value, line.text)
        return
    therapies = [] if name and len(name[0]) <= MAX_NAME else list_therapies(line.text)
    walk.take_plain(line)
    if therapies:
        walk.end_group()
        for therapy in therapies:
            _add_combination(walk, therapy, {}, line.text)


def _add_combination(walk: Walk, therapy: NamedTherapy, texts: dict[str, str], words: str) -> None:
    walk.add(SectionKey.COMBINATIONS, "combination", {"benefit": "", "caution": "", **texts}, words, therapy)
