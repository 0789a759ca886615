"""Counts words: each word of a file is in the draft, in the editors' note, or was left out on purpose."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from content.desk.importing.outline import Line
from content.desk.importing.placing.guide import PlacedGuide
from content.desk.importing.words import read_words, split_words
from content.model.vocabulary import SectionKey

#: Values of a block that are text, not codes.
TEXTS = ("name", "text", "title", "when", "benefit", "caution", "question", "answer")
#: Blocks that repeat words of the paragraph before them: “Side effects include redness and itching.”
ECHOES = ("side_effect", "combination")


def find_lost(seen: str, kept: Iterable[str], left_out: Iterable[str]) -> list[str]:
    """The phrases of the file that are neither kept nor left out on purpose. `seen`: all its text, from the witness."""
    tokens = seen.split()
    split = {token: split_words(token) for token in set(tokens)}
    words = [(word, place) for place, token in enumerate(tokens) for word in split[token]]
    missing = Counter(word for word, _place in words)
    for text in (*kept, *left_out):
        missing.subtract(read_words(text))
    phrases: list[list[int]] = []
    for place in sorted(_find_places(words, +missing)):
        if phrases and place == phrases[-1][-1] + 1:
            phrases[-1].append(place)
        else:
            phrases.append([place])
    return [" ".join(tokens[place] for place in phrase) for phrase in phrases]


def _find_places(words: list[tuple[str, int]], missing: Counter[str]) -> set[int]:
    """The places of the missing words. For a repeated word, a place next to another missing word is preferred."""
    counts = Counter(word for word, _place in words)
    taken = {place for word, place in words if missing[word] == counts[word]}
    left = Counter({word: count for word, count in missing.items() if count < counts[word]})
    beside = {place + step for place in taken for step in (-1, 1)} if left else set()
    for only_beside in (True, False) if left else ():
        for word, place in words:
            if left[word] > 0 and place not in taken and (place in beside or not only_beside):
                left[word] -= 1
                taken.add(place)
    return taken


def find_lost_lines(lines: Iterable[Line], values: dict[str, Any], placed: PlacedGuide) -> list[str]:
    """Whole lines with a lost word, since the words around it give it its meaning."""
    kept = [json.dumps(values, ensure_ascii=False, default=str), *placed.unplaced]
    kept += [text for heading in placed.headings for text in heading]
    # The draft stores only the key of a combination's partner, so its name is counted here.
    partners = [block.partner for block in placed.blocks[SectionKey.COMBINATIONS]]
    kept += [partner.plain for partner in partners if partner]
    words = set(read_words("\n".join(kept)))
    return [line.text for line in lines if not set(read_words(line.text)) <= words]


def list_headings(placed: PlacedGuide, title: str) -> list[str]:
    """Headings that are not in the draft: they only decided where their lines went."""
    kept = {block.words for blocks in placed.blocks.values() for block in blocks} | {title, *placed.unplaced}
    return [text for text, _place in placed.headings if text not in kept]


def list_texts(values: dict[str, Any], placed: PlacedGuide, blocks_fields: dict[SectionKey, str]) -> Iterator[str]:
    """The texts of a draft, without repetitions. `blocks_fields`: key of a section -> its field."""
    for name, value in values.items():
        if isinstance(value, str):
            yield value
        elif name == "faqs":
            yield from _list_block_texts(value)
    for key, blocks in placed.blocks.items():
        source = None
        for block, raw in zip(blocks, values[blocks_fields[key]], strict=True):
            if block.type in ECHOES and block.words == source:
                continue
            source = block.words if raw["type"] == "paragraph" else None
            yield from _list_block_texts([raw])


def _list_block_texts(raws: list[dict[str, Any]]) -> Iterator[str]:
    for raw in raws:
        yield from (raw["value"][name] for name in TEXTS if raw["value"].get(name))
