"""Outline -> placed guide: every line goes to a section as the block it is, or is kept as unplaced.

Nothing is dropped: a line becomes a heading that was understood, a block, a sentence of the overview, or a
line of the unplaced note. Nothing is guessed: what a heading or lead denies, limits or leaves open goes to the note
with it.
"""

import re
from dataclasses import dataclass, field, replace
from html import escape
from itertools import zip_longest
from typing import Any

from content.desk.importing.facts import agree, read_facts
from content.desk.importing.headings import SAFETY_ROLES, Role, find_role, find_section, forbids, is_closed
from content.desk.importing.leads import (
    Lead,
    Mode,
    is_case,
    is_lead,
    read_lead,
    tells_of_combinations,
    tells_of_effects,
    tells_what_is_done,
)
from content.desk.importing.names import find_other_names, is_time, is_time_column, split_name
from content.desk.importing.outline import Line, LineKind, Outline
from content.desk.importing.side_effects import list_side_effects, read_side_effect
from content.desk.importing.statements import (
    SafetyStatement,
    Therapy,
    can_be_step,
    classify_safety,
    fits,
    is_caution,
    is_fragment,
    list_therapies,
    tells_reader,
)
from content.desk.importing.stating import Fact, split_sentences
from content.model.polarity import Polarity, is_question, read_polarity
from content.model.vocabulary import SectionKey

MAX_LEAD, MAX_SUMMARY, MAX_NAME = 200, 280, 80
#: A longer line is kept as the paragraph that it is: what it states is looked for in lines that a person would write.
MAX_READ = 4_000
#: How far back in the note a heading is looked for before it is written again.
MAX_SIBLINGS = 30
TIMES = (Role.BEFORE, Role.DURING, Role.AFTER)
#: Words that alone in a heading stand for all of the safety section.
WHOLES = ("safe", "candidat", "who", "right for", "suit", "risk", "precaution")
#: Of a heading: “2.”, “1.1” or “b)” before its words.
_NUMBER = re.compile(r"(?i)^(?:\d{1,2}(?:\.\d{1,2})*[.):]?|[ivx]{1,5}[.):]|[a-z][.)])\s+")


@dataclass(frozen=True)
class Block:
    """A block as the importer knows it: combinations name their `partner`; the draft looks it up."""

    type: str
    value: dict[str, str | int | None]
    words: str
    partner: Therapy | None = None


@dataclass
class PlacedGuide:
    title: str = ""
    summary: str = ""
    other_names: list[str] = field(default_factory=list)
    leads: dict[SectionKey, str] = field(default_factory=dict)
    blocks: dict[SectionKey, list[Block]] = field(default_factory=lambda: {key: [] for key in SectionKey})
    faqs: list[tuple[str, str]] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    conflicting: list[Fact] = field(default_factory=list)
    headings: list[tuple[str, str]] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def place(outline: Outline) -> PlacedGuide:
    placer = _Placer()
    for line, following in zip_longest(outline.lines, outline.lines[1:]):
        placer.take(line, following)
    placer.end_lead()
    placer.end_group()
    placer.guide.left_out = list(outline.left_out)
    placer.guide.facts, placer.guide.conflicting = agree(placer.read_facts())
    return placer.guide


class _Placer:
    """Walks the lines with the section, the role and the list that it is in."""

    def __init__(self) -> None:
        self.guide = PlacedGuide()
        self.place: str | None = "overview"
        self.place_level = 0
        self.section_role: Role | None = None
        self.role: Role | None = None
        self.group: list[Line] = []
        self.lead: Lead | None = None
        #: What stands above a line: the last heading, and the leads within it, outermost first.
        self.above: list[Lead] = []
        #: The heading of the part that no block has told yet, though words without a role may need it.
        self.heading: Line | None = None
        #: The level of a heading that denies what stands under it, down to the next one of its level.
        self.closed_level: int | None = None
        self.is_open_table, self.is_timetable = True, False
        self.texts: dict[SectionKey, list[str]] = {key: [] for key in SectionKey}
        self.steps = 0
        self.is_first = True

    # -- lines

    def take(self, line: Line, following: Line | None) -> None:
        if self.lead and not self.lead.covers(line):
            self.end_lead()
        self.note_above(line, following)
        if line.kind != LineKind.ITEM:
            self.end_group()
        if line.kind != LineKind.ROW:
            self.is_open_table, self.is_timetable = True, False
        if line.kind != LineKind.HEADING and not line.detached:
            self.is_first = False
        if line.kind == LineKind.HEADING:
            self.take_heading(line)
        elif line.detached or self.place is None:
            self.keep_unplaced(line)
        elif line.kind == LineKind.NOTE:
            self.take_note(line)
        elif self.place == "overview":
            self.take_overview(line)
        elif self.place == "faqs":
            self.take_answer(line)
        elif not self.take_lead(line, following):
            self.take_content(SectionKey(self.place), line)

    def note_above(self, line: Line, following: Line | None) -> None:
        while self.above and not self.above[-1].covers(line):
            self.above.pop()
        for lead in self.above:
            lead.children.append(line)
        if line.kind == LineKind.HEADING or is_lead(line, following):
            self.above.append(Lead(line, Mode.EACH))

    def keep_unplaced(self, line: Line) -> None:
        self.guide.unplaced.append(line.text)

    def keep_with_heading(self, line: Line) -> None:
        """Unplaced, after the heading or lead without which the words would say something else."""
        above = self.lead.line if self.lead else self.heading
        if above and above.text not in self.guide.unplaced[-MAX_SIBLINGS:]:
            self.keep_unplaced(above)
        self.keep_unplaced(line)

    # -- leads

    def take_lead(self, line: Line, following: Line | None) -> bool:
        """Whether the line is a lead, or stands under one that keeps its children together."""
        if self.lead and self.lead.mode != Mode.EACH:
            self.lead.children.append(line)
            return True
        if self.lead and self.lead.mode == Mode.EACH:
            self.lead.children.append(line)
        if not is_lead(line, following):
            return False
        lead = read_lead(line, SectionKey(str(self.place)), self.role)
        if lead is None:
            return False
        self.end_lead()
        self.end_group()
        lead.outer_role, self.lead = self.role, lead
        if lead.mode == Mode.EACH:
            self.role = lead.role
            self.guide.headings.append((line.text, f"{self.place} ({lead.role})"))
        return True

    def end_lead(self) -> None:
        lead, self.lead = self.lead, None
        if lead is None:
            return
        if lead.mode == Mode.EACH:
            self.end_group()
            self.role = lead.outer_role
        elif lead.mode == Mode.UNPLACED or not lead.children or any(is_question(one.text) for one in lead.children):
            for line in (lead.line, *lead.children):
                self.keep_unplaced(line)
        else:
            self.add_together(lead)

    def add_together(self, lead: Lead) -> None:
        """Lead and children as one block, so that neither is read without the other."""
        items = "".join(f"<li>{child.markup}</li>" for child in lead.children)
        words = "\n".join(line.text for line in (lead.line, *lead.children))
        self.add(SectionKey.SAFETY, str(lead.role), {"text": f"<p>{lead.line.markup}</p><ul>{items}</ul>"}, words)

    def take_note(self, line: Line) -> None:
        """A footnote is never a step, a side effect or an answer of its own: it stays a paragraph where it stands."""
        if self.place in SectionKey.values:
            self.add(SectionKey(str(self.place)), "paragraph", {"text": f"<p>{line.markup}</p>"}, line.text)
        elif self.place == "faqs" and self.guide.faqs:
            self.take_answer(replace(line, kind=LineKind.PARAGRAPH))
        else:
            self.keep_unplaced(line)

    # -- headings

    def take_heading(self, line: Line) -> None:
        if self.place == "faqs" and line.level > self.place_level:
            self.guide.faqs.append((line.text, ""))
            return
        is_first, self.is_first = self.is_first, False
        if is_first and line.level == 1 and not re.match(r"(?i)(?:\d+|[ivx]+)[.)]", line.text):
            self.guide.title = line.text.capitalize() if line.text.isupper() else line.text
            self.guide.headings.append((line.text, "title"))
            return
        self.heading = None
        if self.closed_level is not None and line.level > self.closed_level:
            self.keep_unplaced(line)
            return
        self.closed_level = None
        words = _NUMBER.sub("", line.text)
        role = find_role(words)
        section = find_section(words) or (SectionKey.SAFETY if role in SAFETY_ROLES else None)
        inside = self.place in SectionKey.values and line.level > self.place_level
        if role is None and inside and self.section_role is Role.AFTERCARE:
            role = Role.AFTERCARE if forbids(line.text) or not is_closed(line.text) else None
        if role is None and is_closed(line.text):
            self.close(line)
            return
        if inside and self.fits_inside(section, role, line):
            self.role, self.heading = role, line if role else None
            self.open_avoided(line)
            self.guide.headings.append((line.text, f"{self.place} ({role})" if role else str(self.place)))
            if role is None:
                self.add(SectionKey(str(self.place)), "paragraph", {"text": f"<p><b>{line.markup}</b></p>"}, line.text)
        elif section:
            self.open(section, line, role)
        elif not self.guide.title and self.place == "overview":
            self.guide.title = line.text
            self.guide.headings.append((line.text, "title"))
        else:
            self.place, self.place_level, self.role = None, line.level, None
            self.guide.headings.append((line.text, "unplaced"))
            self.guide.unplaced.append(line.text)

    def close(self, line: Line) -> None:
        """A heading that denies or limits what stands under it: all of that goes with it."""
        self.place, self.place_level, self.role, self.closed_level = None, line.level, None, line.level
        self.guide.headings.append((line.text, "unplaced"))
        self.keep_unplaced(line)

    def open_avoided(self, line: Line) -> None:
        """“What to avoid afterwards”: aftercare that is turned round without its heading, so both stay together.

        So do any words that don't plainly present it: “Give these a miss”.
        """
        polarity = read_polarity(line.text)
        if self.role is Role.AFTERCARE and (polarity is not Polarity.AFFIRMED or not tells_what_is_done(line)):
            mode = Mode.UNPLACED if polarity is Polarity.UNCLEAR else Mode.TOGETHER
            self.lead = Lead(line, mode, Role.AFTERCARE)

    def fits_inside(self, section: str | None, role: Role | None, line: Line) -> bool:
        """Whether a deeper heading belongs to the section that it stands in, rather than opening another."""
        if section is None or section == self.place:
            return True
        return role is not None and (self.place == SectionKey.SAFETY) == (role in SAFETY_ROLES)

    def open(self, section: str, line: Line, role: Role | None) -> None:
        self.place, self.place_level = section, line.level
        # “Side effects” opens one part of the safety section; “Candidates and Safety” opens all of it.
        self.role = role if section == SectionKey.SAFETY and _is_one_part(role, line.text) else None
        self.heading = line if role else None
        self.section_role = self.role
        self.guide.headings.append((line.text, section))
        self.open_avoided(line)

    # -- overview and questions

    def take_overview(self, line: Line) -> None:
        names, rest = find_other_names(line.text) if len(line.text) <= MAX_READ else ([], line.text)
        self.guide.other_names += names
        if rest and not self.guide.summary and line.kind == LineKind.PARAGRAPH:
            self.guide.summary, rest = _split_to_fit(rest, MAX_SUMMARY)
        if rest:
            self.guide.unplaced.append(rest)

    def take_answer(self, line: Line) -> None:
        name = split_name(line.text)
        if line.kind == LineKind.ITEM and name and name[0].endswith("?"):
            self.guide.faqs.append((name[0], f"<p>{line.with_text(name[1]).markup}</p>"))
        elif line.text.endswith("?") and len(line.text) <= 160:
            self.guide.faqs.append((line.text, ""))
        elif self.guide.faqs:
            question, answer = self.guide.faqs[-1]
            self.guide.faqs[-1] = (question, f"{answer}<p>{line.markup}</p>")
        else:
            self.keep_unplaced(line)

    # -- sections

    def take_content(self, section: SectionKey, line: Line) -> None:
        if line.kind == LineKind.ROW:
            self.take_row(section, line)
            return
        if len(line.text) > MAX_READ:
            self.take_plain(line)
            return
        if section != SectionKey.SAFETY and not any(is_case(lead.line) for lead in self.above):
            self.texts[section].append(line.text)
        if line.kind == LineKind.PARAGRAPH and self.can_lead(section, line):
            self.guide.leads[section] = line.text
            return
        takers = {
            SectionKey.MECHANISM: self.take_mechanism,
            SectionKey.PROCESS: self.take_process,
            SectionKey.SESSIONS: self.take_sessions,
            SectionKey.SAFETY: self.take_safety,
            SectionKey.COMBINATIONS: self.take_combinations,
        }
        takers[section](line)

    def can_lead(self, section: SectionKey, line: Line) -> bool:
        untouched = section not in self.guide.leads and not self.guide.blocks[section] and not self.group
        plain = not line.text.endswith(":") and self.role is None and not re.match(r"(?i)step\b", line.text)
        says_more = section == SectionKey.SAFETY and classify_safety(line.text) is not None
        lists = section == SectionKey.COMBINATIONS and bool(list_therapies(line.text) or split_name(line.text))
        one_sentence = (
            not is_question(line.text) and len(split_sentences(line.text)) == 1 and len(line.text) <= MAX_LEAD
        )
        return untouched and plain and not says_more and not lists and one_sentence

    def take_row(self, section: SectionKey, line: Line) -> None:
        outright = all(read_polarity(cell) is Polarity.AFFIRMED for cell in line.cells)
        if line.is_header:
            self.is_open_table = outright
        elif self.is_open_table and outright:
            self.texts[section].append(": ".join(line.cells) if len(line.cells) == 2 else ". ".join(line.cells))
        if not self.is_open_table:
            self.keep_unplaced(line)  # “Do | Don't”: a row says nothing without its header
        elif line.is_header:
            self.guide.headings.append((line.text, f"{section} (table)"))
            self.is_timetable = section == SectionKey.SESSIONS and is_time_column(line.cells[0])
            if not self.is_timetable:
                # “Suitable | Unsuitable”: whatever it says, the rows are not read without it.
                self.add(section, "paragraph", {"text": f"<p><b>{escape(line.text, quote=False)}</b></p>"}, line.text)
        elif self.is_milestone(section, line):
            text = _paragraph("; ".join(line.cells[1:]))
            self.add(section, "milestone", {"when": line.cells[0], "text": text}, line.text)
        else:
            self.add(section, "paragraph", {"text": _paragraph(": ".join(line.cells))}, line.text)

    def is_milestone(self, section: SectionKey, line: Line) -> bool:
        first, *others = line.cells
        timed = self.is_timetable or is_time(first)
        return section == SectionKey.SESSIONS and bool(others and first) and len(first) <= MAX_NAME and timed

    def take_mechanism(self, line: Line) -> None:
        name = split_name(line.text)
        if name and len(name[0]) <= MAX_NAME:
            self.end_group()
            self.add(SectionKey.MECHANISM, "point", {"name": name[0], "text": _paragraph(name[1])}, line.text)
        else:
            self.take_plain(line)

    def take_process(self, line: Line) -> None:
        is_step = line.kind == LineKind.ITEM or bool(re.match(r"(?i)step\b", line.text))
        states_fact = any(True for _fact in read_facts(SectionKey.PROCESS, line.text) if _fact.name == "minutes")
        if not is_step or states_fact:
            self.take_plain(Line(LineKind.PARAGRAPH, line.text, line.html))
            return
        is_advice = tells_reader(line.text) and not self.is_counted(line)
        if is_advice or not (can_be_step(line.text) and self.is_told(line)):
            self.take_plain(line)
            return
        self.end_group()
        self.steps += 1
        text = re.sub(r"(?i)^step\s*\w+\s*[.:)–-]\s*", "", line.text)
        name = split_name(text)
        if name and len(name[0]) <= MAX_NAME:
            title, body = name[0], _paragraph(name[1])
        elif len(text) <= MAX_NAME:
            title, body = text.rstrip("."), ""
        else:
            title, body = f"Step {self.steps}", f"<p>{line.with_text(text).markup}</p>"
        self.add(SectionKey.PROCESS, "step", {"phase": self.phase(text), "title": title, "text": body}, line.text)

    def is_told(self, line: Line) -> bool:
        """Whether a line says by itself what is done, or stands under words that say so: not under “Ditch:”."""
        leads = [lead.line for lead in self.above if lead.line is not line]
        return not is_fragment(line.text) or all(
            tells_what_is_done(lead) or (lead.kind == LineKind.HEADING and line.ordered) for lead in leads
        )

    def is_counted(self, line: Line) -> bool:
        """Whether the document counts a line among its steps, though it only tells the reader what to do."""
        leads = [lead.line for lead in self.above if lead.line.kind != LineKind.HEADING and lead.line is not line]
        return bool(leads) or line.ordered or line.kind != LineKind.ITEM or self.role in (Role.BEFORE, Role.DURING)

    def are_effects_told(self) -> bool:
        return all(lead.line.kind == LineKind.HEADING or tells_of_effects(lead.line) for lead in self.above)

    def phase(self, text: str) -> str:
        if self.role in (Role.BEFORE, Role.DURING, Role.AFTER):
            return str(self.role)
        if re.match(r"(?i)(before|first|prior to)\b", text):
            return "before"
        return "after" if re.match(r"(?i)(after|afterwards|following|once (it|this) is done)\b", text) else "during"

    def take_sessions(self, line: Line) -> None:
        name = split_name(line.text)
        if name and is_time(name[0]):
            self.end_group()
            self.add(SectionKey.SESSIONS, "milestone", {"when": name[0], "text": _paragraph(name[1])}, line.text)
        else:
            self.take_plain(line)

    def take_safety(self, line: Line) -> None:
        name = split_name(line.text)
        if name and not self.role and find_role(name[0]) in (Role.AFTERCARE, Role.SEEK_HELP):
            self.guide.headings.append((name[0], f"safety ({find_role(name[0])})"))
        if self.role in SAFETY_ROLES:
            self.add_under_role(self.role, line)
            return
        for statement in classify_safety(line.text) or [SafetyStatement(None, line.text)]:
            self.add_safety(statement, line)

    def add_under_role(self, role: Role | None, line: Line) -> None:
        """A line under a heading or lead of a role: a block of it, or with that heading to the note."""
        if role is None or not fits(role, line.text):
            self.end_group()
            tells = role is Role.AFTERCARE and not is_fragment(line.text) and not is_question(line.text)
            self.take_plain(line) if tells else self.keep_with_heading(line)
        else:
            self.add_safety(SafetyStatement(role, line.text), line)

    def add_safety(self, statement: SafetyStatement, line: Line) -> None:
        part = line.with_text(statement.text)
        if statement.role not in SAFETY_ROLES:
            self.take_plain(part)
            return
        self.end_group()
        if statement.role == Role.SIDE_EFFECT:
            self.add_side_effects(part)
            return
        if statement.role == Role.SUITS:
            self.texts[SectionKey.SAFETY].append(part.text)
        self.add(SectionKey.SAFETY, str(statement.role), {"text": f"<p>{part.markup}</p>"}, part.text)

    def add_side_effects(self, part: Line) -> None:
        if effects := list_side_effects(part.text):
            # The sentence is kept whole, and what it lists becomes side effects that can be counted.
            self.add(SectionKey.SAFETY, "paragraph", {"text": f"<p>{part.markup}</p>"}, part.text)
            for effect in effects:
                self.add(SectionKey.SAFETY, "side_effect", effect, part.text)
        elif single := read_side_effect(part.text, known=self.role is Role.SIDE_EFFECT and self.are_effects_told()):
            self.add(SectionKey.SAFETY, "side_effect", single, part.text)
        elif is_fragment(part.text):
            self.keep_with_heading(part)
        else:
            self.take_plain(replace(part, kind=LineKind.PARAGRAPH))

    def take_combinations(self, line: Line) -> None:
        name = split_name(line.text)
        if name and len(name[0]) <= MAX_NAME and all(tells_of_combinations(lead.line) for lead in self.above):
            self.end_group()
            value = {"caution" if is_caution(name[1]) else "benefit": _paragraph(name[1])}
            self.add_combination(Therapy(name[0]), value, line.text)
            return
        therapies = [] if name and len(name[0]) <= MAX_NAME else list_therapies(line.text)
        self.take_plain(line)
        if therapies:
            self.end_group()
            for therapy in therapies:
                self.add_combination(therapy, {}, line.text)

    def add_combination(self, therapy: Therapy, texts: dict[str, str], words: str) -> None:
        value = {"benefit": "", "caution": "", **texts}
        self.add(SectionKey.COMBINATIONS, "combination", value, words, therapy)

    # -- blocks

    def take_plain(self, line: Line) -> None:
        """A paragraph of its own, or one more item of the list that is being read."""
        if self.heading and (self.role in TIMES or is_fragment(line.text)):
            heading, self.heading = self.heading, None
            text = {"text": f"<p><b>{heading.markup}</b></p>"}
            self.add(SectionKey(str(self.place)), "paragraph", text, heading.text)
        if line.kind == LineKind.ITEM:
            self.group.append(line)
            return
        self.end_group()
        section = SectionKey(str(self.place))
        self.add(section, "paragraph", {"text": f"<p>{line.markup}</p>"}, line.text)

    def end_group(self) -> None:
        group, self.group = self.group, []
        if group:
            tag = "ol" if group[0].ordered else "ul"
            items = "".join(f"<li>{line.markup}</li>" for line in group)
            words = "\n".join(line.text for line in group)
            self.add(SectionKey(str(self.place)), "paragraph", {"text": f"<{tag}>{items}</{tag}>"}, words)

    def add(
        self, section: SectionKey, type: str, value: dict[str, Any], words: str, partner: Therapy | None = None
    ) -> None:
        self.guide.blocks[section].append(Block(type, value, words, partner))

    def read_facts(self) -> list[Fact]:
        return [fact for section, texts in self.texts.items() for text in texts for fact in read_facts(section, text)]


def _is_one_part(role: Role | None, heading: str) -> bool:
    if role in (Role.DOES_NOT_SUIT, Role.AFTERCARE, Role.SEEK_HELP):
        return not re.search(r"(?i)safe|risk|effect|precaution|complication", heading)
    parts = re.findall(r"(?i)safe|candidat|who\b|right for|suit|risk|effect|precaution|not have", heading)
    return len(parts) == 1 and parts[0].lower() not in WHOLES


def _paragraph(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>" if text else ""


def _split_to_fit(text: str, most: int) -> tuple[str, str]:
    """As many whole sentences as fit, and the rest. Nothing fits: nothing is taken."""
    taken = ""
    sentences = split_sentences(text)
    while sentences and len(f"{taken} {sentences[0]}".strip()) <= most:
        taken = f"{taken} {sentences.pop(0)}".strip()
    return taken, " ".join(sentences)
