"""Finds where each line of a document went, by its words."""

from content.desk.importing.outline import Outline
from content.desk.importing.placing.guide import PlacedGuide
from content.desk.importing.words import read_words


def trace_lines(outline: Outline, placed: PlacedGuide) -> list[str | None]:
    """For each line `section: block`, or None if no place has all its words."""
    places = _list_places(placed)
    exactly: dict[str, str] = {}
    for place, words in places:
        exactly.setdefault(words, place)
    found: dict[str, str | None] = {"": None}
    for line in outline.lines:
        words = " ".join(read_words(line.text))
        if words not in found:
            found[words] = exactly.get(words) or next((place for place, said in places if words in said), None)
    return [found[" ".join(read_words(line.text))] for line in outline.lines]


def _list_places(placed: PlacedGuide) -> list[tuple[str, str]]:
    """Every place of the placed guide, with its words."""
    blocks = ((key, block) for key, blocks in placed.blocks.items() for block in blocks)
    places = [(f"{key}: {block.type}", block.words) for key, block in blocks]
    places += [(f"{key}: lead", lead) for key, lead in placed.leads.items()]
    places.append(("overview: summary", placed.summary))
    return [(place, " ".join(read_words(text))) for place, text in places]
