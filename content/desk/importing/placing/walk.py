"""The state of the walk through a document's lines, and the blocks so far."""

from dataclasses import dataclass, field
from html import escape
from typing import Any

from content.desk.importing.facts.sentences import is_fragment
from content.desk.importing.meaning.combinations import NamedTherapy
from content.desk.importing.meaning.leads import Lead
from content.desk.importing.meaning.roles import Role
from content.desk.importing.outline import Line, LineKind
from content.desk.importing.placing.guide import Block, PlacedGuide
from content.model.vocabulary import SectionKey

#: A heading is repeated in the note unless it is among its last lines, up to this number.
MAX_SIBLINGS = 30
TIMES = (Role.BEFORE, Role.DURING, Role.AFTER)


@dataclass
class Walk:
    """`place`: a section's key, `overview` or `faqs`; None if lines belong to no section."""

    guide: PlacedGuide = field(default_factory=PlacedGuide)
    place: str | None = "overview"
    place_level: int = 0
    #: The role that the section's own heading opened; the role that a deeper heading or a lead opened.
    section_role: Role | None = None
    role: Role | None = None
    #: The items of the current list. They become one paragraph.
    group: list[Line] = field(default_factory=list)
    lead: Lead | None = None
    #: The last heading and the leads above a line, outermost first.
    above: list[Lead] = field(default_factory=list)
    #: The heading of this part, until a block shows it: lines without a role may need it.
    heading: Line | None = None
    #: The level of a heading that denies its lines, until the next heading of that level.
    closed_level: int | None = None
    #: For the current table: whether its header affirms its rows, and whether its first column has times.
    is_open_table: bool = True
    is_timetable: bool = False
    #: Texts of each section in which facts are searched.
    texts: dict[SectionKey, list[str]] = field(default_factory=lambda: {key: [] for key in SectionKey})
    steps: int = 0
    #: Whether no line of text has come yet. Only then a heading can be the title.
    is_first: bool = True

    @property
    def section(self) -> SectionKey:
        """The current section. Only valid while `is_in_section`."""
        return SectionKey(str(self.place))

    @property
    def is_in_section(self) -> bool:
        return self.place in SectionKey.values

    # -- the note

    def keep_unplaced(self, line: Line) -> None:
        self.guide.unplaced.append(line.text)

    def keep_with_heading(self, line: Line) -> None:
        """Keep a line unplaced, after the heading or lead that it needs for its meaning."""
        above = self.lead.line if self.lead else self.heading
        if above and above.text not in self.guide.unplaced[-MAX_SIBLINGS:]:
            self.keep_unplaced(above)
        self.keep_unplaced(line)

    # -- blocks

    def add(
        self, section: SectionKey, type: str, value: dict[str, Any], words: str, partner: NamedTherapy | None = None
    ) -> None:
        self.guide.blocks[section].append(Block(type, value, words, partner))

    def add_paragraph(self, section: SectionKey, html: str, words: str) -> None:
        self.add(section, "paragraph", {"text": html}, words)

    def take_plain(self, line: Line) -> None:
        """Place a line as a paragraph, or as one more item of the current list."""
        if self.heading and (self.role in TIMES or is_fragment(line.text)):
            heading, self.heading = self.heading, None
            self.add_paragraph(self.section, f"<p><b>{heading.markup}</b></p>", heading.text)
        if line.kind == LineKind.ITEM:
            self.group.append(line)
            return
        self.end_group()
        self.add_paragraph(self.section, f"<p>{line.markup}</p>", line.text)

    def end_group(self) -> None:
        group, self.group = self.group, []
        if group:
            tag = "ol" if group[0].ordered else "ul"
            items = "".join(f"<li>{line.markup}</li>" for line in group)
            self.add_paragraph(self.section, f"<{tag}>{items}</{tag}>", "\n".join(line.text for line in group))


def paragraph(text: str) -> str:
    """Plain text as HTML; empty for no text."""
    return f"<p>{escape(text, quote=False)}</p>" if text else ""
