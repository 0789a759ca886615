"""Places a list's lead and the lines under it: each as a block, all as one block, or all in the note."""

from content.desk.importing.meaning.leads import Lead, Mode, is_lead, read_lead
from content.desk.importing.outline import Line, LineKind
from content.desk.importing.placing.walk import Walk
from content.model.polarity.sentences import is_question
from content.model.vocabulary import SectionKey


def note_above(walk: Walk, line: Line, following: Line | None) -> None:
    """Update `walk.above`: the leads above the line, and the line itself if it is a lead."""
    while walk.above and not walk.above[-1].covers(line):
        walk.above.pop()
    for lead in walk.above:
        lead.children.append(line)
    if line.kind == LineKind.HEADING or is_lead(line, following):
        walk.above.append(Lead(line, Mode.EACH))


def take_lead(walk: Walk, line: Line, following: Line | None) -> bool:
    """Take a lead, or a line under one that collects its children. Returns whether the line was taken."""
    if walk.lead and walk.lead.mode != Mode.EACH:
        walk.lead.children.append(line)
        return True
    if walk.lead and walk.lead.mode == Mode.EACH:
        walk.lead.children.append(line)
    if not is_lead(line, following):
        return False
    lead = read_lead(line, walk.section, walk.role)
    if lead is None:
        return False
    end_lead(walk)
    walk.end_group()
    lead.outer_role, walk.lead = walk.role, lead
    if lead.mode == Mode.EACH:
        walk.role = lead.role
        walk.guide.headings.append((line.text, f"{walk.place} ({lead.role})"))
    return True


def end_lead(walk: Walk) -> None:
    lead, walk.lead = walk.lead, None
    if lead is None:
        return
    if lead.mode == Mode.EACH:
        walk.end_group()
        walk.role = lead.outer_role
    elif lead.mode == Mode.UNPLACED or not lead.children or any(is_question(one.text) for one in lead.children):
        for line in (lead.line, *lead.children):
            walk.keep_unplaced(line)
    else:
        _add_together(walk, lead)


def _add_together(walk: Walk, lead: Lead) -> None:
    """Lead and children as one block, so that neither is read without the other."""
    items = "".join(f"<li>{child.markup}</li>" for child in lead.children)
    words = "\n".join(line.text for line in (lead.line, *lead.children))
    walk.add(SectionKey.SAFETY, str(lead.role), {"text": f"<p>{lead.line.markup}</p><ul>{items}</ul>"}, words)
