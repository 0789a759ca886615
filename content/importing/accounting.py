"""Every word of a file is in the draft, in the editors' note, or was left out on purpose: counted at each import."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from content.importing.placing import PlacedGuide
from content.importing.tracing import read_words

#: Of the values of a block, those that are words and no codes.
TEXTS = ("name", "text", "title", "when", "benefit", "caution", "question", "answer")
#: Blocks that repeat words of the paragraph before them: “Side effects include redness and itching.”
ECHOES = ("side_effect", "combination")


def find_lost(seen: list[str], kept: Iterable[str], left_out: Iterable[str]) -> list[str]:
    """What has come through nowhere, as phrases. `seen`: the words of the file in their order; the others are texts."""
    missing = Counter(seen)
    for text in (*kept, *left_out):
        missing.subtract(read_words(text))
    return _list_phrases(seen, +missing)


def list_headings(placed: PlacedGuide, title: str) -> list[str]:
    """Headings that only say where their lines go: their words stand nowhere in the draft."""
    kept = {block.words for blocks in placed.blocks.values() for block in blocks} | {title, *placed.unplaced}
    return [text for text, _place in placed.headings if text not in kept]


def _list_phrases(seen: list[str], missing: Counter[str]) -> list[str]:
    """The missing words, those that stand together in the file as one phrase."""
    counts = Counter(seen)
    taken = {place for place, word in enumerate(seen) if missing[word] == counts[word]}
    left = Counter({word: count for word, count in missing.items() if count < counts[word]})
    # Of words that stand in several places, those beside others that are missing are taken first.
    beside = [place for place in range(len(seen)) if place - 1 in taken or place + 1 in taken] if left else []
    for place in (*beside, *(range(len(seen)) if left else ())):
        word = seen[place]
        if left[word] > 0 and place not in taken:
            left[word] -= 1
            taken.add(place)
    phrases: list[list[str]] = []
    for place in sorted(taken):
        if place - 1 in taken:
            phrases[-1].append(seen[place])
        else:
            phrases.append([seen[place]])
    return [" ".join(phrase) for phrase in phrases]


def list_texts(values: dict[str, Any], placed: PlacedGuide, blocks_fields: dict[str, str]) -> Iterator[str]:
    """The words of a draft, each where it was put first. `blocks_fields`: key of a section -> its field."""
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
