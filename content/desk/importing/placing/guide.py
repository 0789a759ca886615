"""A placed guide: the document in the shape of a guide. Plain values, without a page or a database."""

from dataclasses import dataclass, field

from content.desk.importing.facts.fact import Fact
from content.desk.importing.meaning.combinations import NamedTherapy
from content.model.vocabulary import SectionKey

MAX_LEAD, MAX_SUMMARY, MAX_NAME, MAX_QUESTION = 200, 280, 80, 160


@dataclass(frozen=True)
class Block:
    """`value`: as the page stores it. A combination has a `partner` instead, which the draft looks up.

    `words`: the words of the document from which the block was made.
    """

    type: str
    value: dict[str, str | int | None]
    words: str
    partner: NamedTherapy | None = None


@dataclass
class PlacedGuide:
    """`headings`: pairs of a heading's text and what it was read as. `conflicting`: facts stated in different ways."""

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
