"""Outline -> placed guide: every line is placed in a section, or kept as unplaced.

Nothing is dropped: each line becomes a known heading, a block, a sentence of the overview, or a line of the note.
Nothing is guessed: lines under a heading or lead that denies or limits them, or is unclear, go to the note with it.
"""

import re
from dataclasses import replace
from itertools import zip_longest

from content.desk.importing.facts.fact import Fact, agree
from content.desk.importing.facts.readers import read_facts
from content.desk.importing.facts.sentences import split_sentences
from content.desk.importing.meaning.combinations import list_therapies
from content.desk.importing.meaning.leads import is_case
from content.desk.importing.meaning.names import split_name
from content.desk.importing.meaning.safety import classify_safety
from content.desk.importing.outline import Line, LineKind, Outline
from content.desk.importing.placing.blocks import take_combinations, take_mechanism, take_process, take_sessions
from content.desk.importing.placing.guide import MAX_LEAD, PlacedGuide
from content.desk.importing.placing.lists import end_lead, note_above, take_lead
from content.desk.importing.placing.opening import take_heading
from content.desk.importing.placing.overview import take_answer, take_overview
from content.desk.importing.placing.safety_blocks import take_safety
from content.desk.importing.placing.tables import take_row
from content.desk.importing.placing.walk import Walk
from content.model.polarity.sentences import is_question
from content.model.vocabulary import SectionKey

#: A longer line is kept as a paragraph without being analysed: real lines are shorter.
MAX_READ = 4_000
TAKERS = {
    SectionKey.MECHANISM: take_mechanism,
    SectionKey.PROCESS: take_process,
    SectionKey.SESSIONS: take_sessions,
    SectionKey.SAFETY: take_safety,
    SectionKey.COMBINATIONS: take_combinations,
}


def place(outline: Outline) -> PlacedGuide:
    walk = Walk()
    for line, following in zip_longest(outline.lines, outline.lines[1:]):
        _take(walk, line, following)
    end_lead(walk)
    walk.end_group()
    walk.guide.left_out = list(outline.left_out)
    walk.guide.facts, walk.guide.conflicting = agree(_list_facts(walk))
    return walk.guide


def _list_facts(walk: Walk) -> list[Fact]:
    return [fact for section, texts in walk.texts.items() for text in texts for fact in read_facts(section, text)]


def _take(walk: Walk, line: Line, following: Line | None) -> None:
    if walk.lead and not walk.lead.covers(line):
        end_lead(walk)
    note_above(walk, line, following)
    if line.kind != LineKind.ITEM:
        walk.end_group()
    if line.kind != LineKind.ROW:
        walk.is_open_table, walk.is_timetable = True, False
    if line.kind != LineKind.HEADING and not line.detached:
        walk.is_first = False
    if line.kind == LineKind.HEADING:
        take_heading(walk, line)
    elif line.detached or walk.place is None:
        walk.keep_unplaced(line)
    elif line.kind == LineKind.NOTE:
        _take_note(walk, line)
    elif walk.place == "overview":
        take_overview(walk, line, is_read=len(line.text) <= MAX_READ)
    elif walk.place == "faqs":
        take_answer(walk, line)
    elif not take_lead(walk, line, following):
        _take_content(walk, line)


def _take_note(walk: Walk, line: Line) -> None:
    """Place a footnote as a paragraph: it is never a step, a side effect or an answer of its own."""
    if walk.is_in_section:
        walk.add_paragraph(walk.section, f"<p>{line.markup}</p>", line.text)
    elif walk.place == "faqs" and walk.guide.faqs:
        take_answer(walk, replace(line, kind=LineKind.PARAGRAPH))
    else:
        walk.keep_unplaced(line)


def _take_content(walk: Walk, line: Line) -> None:
    section = walk.section
    if line.kind == LineKind.ROW:
        take_row(walk, line)
        return
    if len(line.text) > MAX_READ:
        walk.take_plain(line)
        return
    if section != SectionKey.SAFETY and not any(is_case(lead.line) for lead in walk.above):
        walk.texts[section].append(line.text)
    if line.kind == LineKind.PARAGRAPH and _can_lead(walk, line):
        walk.guide.leads[section] = line.text
        return
    TAKERS[section](walk, line)


def _can_lead(walk: Walk, line: Line) -> bool:
    """Whether a line can be the section's lead: it comes first, and is one plain sentence."""
    section = walk.section
    untouched = section not in walk.guide.leads and not walk.guide.blocks[section] and not walk.group
    plain = not line.text.endswith(":") and walk.role is None and not re.match(r"(?i)step\b", line.text)
    says_more = section == SectionKey.SAFETY and classify_safety(line.text) is not None
    lists = section == SectionKey.COMBINATIONS and bool(list_therapies(line.text) or split_name(line.text))
    one_sentence = not is_question(line.text) and len(split_sentences(line.text)) == 1 and len(line.text) <= MAX_LEAD
    return untouched and plain and not says_more and not lists and one_sentence
