"""The words of a compiled guide, part by part, with the weight of each text: title > lead > body."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import override

from content.model.vocabulary import ASKED_AS, OVERVIEW, SectionKey


class Weight:
    """How much a word counts, by the best field that has it."""

    TITLE = 10
    HEADING = 6
    LEAD = 4
    #: The guide's title and names in a section: they identify the guide, not the section.
    GUIDE = 3
    BODY = 2


class Text(NamedTuple):
    weight: int
    words: str
    #: Whether excerpts may be cut from it.
    is_shown: bool = True


@dataclass
class Part:
    """The overview or a section: its heading, and its texts."""

    key: str
    heading: str
    texts: list[Text] = field(default_factory=list)


_TAGS = re.compile(r"<[^>]*>")


def _read_html(markup: str) -> Iterator[str]:
    """The texts between the tags of our own safe HTML."""
    for text in _TAGS.split(markup):
        if words := html.unescape(text).strip():
            yield words


def read_parts(document: dict[str, Any]) -> list[Part]:
    """The parts of a guide's document, the overview first.

    Recalled sections are left out: they have no words. So are sections that the code no longer has.
    """
    names = [document["title"], *document["also_known_as"]]
    overview = Part(OVERVIEW, document["title"], [Text(Weight.TITLE, name) for name in names])
    # The slug is often the name in Latin letters, which people type in any language.
    overview.texts.append(Text(Weight.TITLE, document["slug"].replace("-", " "), is_shown=False))
    overview.texts.append(Text(Weight.LEAD, document["summary"]))
    for faq in document["faqs"]:
        overview.texts.append(Text(Weight.LEAD, faq["question"]))
        overview.texts += [Text(Weight.BODY, words) for words in _read_html(faq["answer"]["html"])]
    parts = [overview]
    with override(document["locale"]):
        for section in document["sections"]:
            if section["key"] in SectionKey.values and not section.get("recall"):
                parts.append(_read_section(section, names))
    return parts


def _read_section(section: dict[str, Any], names: list[str]) -> Part:
    asked_as = str(ASKED_AS[SectionKey(section["key"])])
    texts = [
        Text(Weight.HEADING, section["heading"], is_shown=False),
        Text(Weight.HEADING, asked_as, is_shown=False),
        Text(Weight.LEAD, section["lead"]),
        *(Text(Weight.BODY, words) for words in _read_html(section["html"]) if words != section["lead"]),
        *(Text(Weight.GUIDE, name, is_shown=False) for name in names),
    ]
    return Part(section["key"], section["heading"], texts)
