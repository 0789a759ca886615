"""Places lines of the safety section: for whom it is, side effects, when to seek help, aftercare, or paragraphs."""

from dataclasses import replace

from content.desk.importing.facts.sentences import is_fragment
from content.desk.importing.meaning.headings import find_role
from content.desk.importing.meaning.leads import tells_of_effects
from content.desk.importing.meaning.names import split_name
from content.desk.importing.meaning.roles import SAFETY_ROLES, Role
from content.desk.importing.meaning.safety import SafetyStatement, classify_safety, fits, read_instruction
from content.desk.importing.meaning.side_effects import list_side_effects, read_side_effect
from content.desk.importing.outline import Line, LineKind
from content.desk.importing.placing.walk import Walk
from content.model.polarity.sentences import is_question
from content.model.vocabulary import SectionKey


def take_safety(walk: Walk, line: Line) -> None:
    name = split_name(line.text)
    if name and not walk.role and find_role(name[0]) in (Role.AFTERCARE, Role.SEEK_HELP):
        walk.guide.headings.append((name[0], f"safety ({find_role(name[0])})"))
    if walk.role in SAFETY_ROLES:
        _take_under_role(walk, walk.role, line)
        return
    for statement in classify_safety(line.text) or [SafetyStatement(None, line.text)]:
        _add_statement(walk, statement, line)


def _take_under_role(walk: Walk, role: Role | None, line: Line) -> None:
    """Place a line under a heading or lead with a role: as its block, or in the note with that heading."""
    if role is Role.SIDE_EFFECT:
        role = read_instruction(line.text) or role
    if role is not None and fits(role, line.text):
        _add_statement(walk, SafetyStatement(role, line.text), line)
        return
    walk.end_group()
    tells = role is Role.AFTERCARE and not is_fragment(line.text) and not is_question(line.text)
    if tells:
        walk.take_plain(line)
    else:
        walk.keep_with_heading(line)


def _add_statement(walk: Walk, statement: SafetyStatement, line: Line) -> None:
    part = line.with_text(statement.text)
    if statement.role not in SAFETY_ROLES:
        walk.take_plain(part)
        return
    walk.end_group()
    if statement.role == Role.SIDE_EFFECT:
        _add_side_effects(walk, part)
        return
    if statement.role == Role.SUITS:
        walk.texts[SectionKey.SAFETY].append(part.text)
    walk.add(SectionKey.SAFETY, str(statement.role), {"text": f"<p>{part.markup}</p>"}, part.text)


def _add_side_effects(walk: Walk, part: Line) -> None:
    if effects := list_side_effects(part.text):
        # The whole sentence is kept too, before the side effects that it lists.
        walk.add_paragraph(SectionKey.SAFETY, f"<p>{part.markup}</p>", part.text)
        for effect in effects:
            walk.add(SectionKey.SAFETY, "side_effect", effect, part.text)
    elif single := read_side_effect(part.text, known=walk.role is Role.SIDE_EFFECT and _are_effects_told(walk)):
        walk.add(SectionKey.SAFETY, "side_effect", single, part.text)
    elif is_fragment(part.text):
        walk.keep_with_heading(part)
    else:
        walk.take_plain(replace(part, kind=LineKind.PARAGRAPH))


def _are_effects_told(walk: Walk) -> bool:
    """Whether all headings and leads above the line present side effects."""
    return all(lead.line.kind == LineKind.HEADING or tells_of_effects(lead.line) for lead in walk.above)
