"""A placed guide: what a document says, in the shape of a guide. Plain values, without a page or a database."""

from dataclasses import dataclass, field

from content.desk.importing.facts.fact import Fact
from content.desk.importing.meaning.combinations import NamedTherapy
from content.model.vocabulary import SectionKey

MAX_LEAD, MAX_SUMMARY, MAX_NAME, MAX_QUESTION = 200, 280, 80, 160


@dataclass(frozen=True)
class Block:
    """`value` is as the page stores it, but for a combination: it names a `partner`, which the draft looks up.

    `words` are the words of the document that the block was made of.
    """

    type: str
    value: dict[str, str | int | None]
    words: str
    partner: NamedTherapy | None = None


@dataclass
class PlacedGuide:
    """`headings` are pairs: a heading's text, and what it was read as. `conflicting` are facts stated in two ways."""

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
