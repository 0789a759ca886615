"""Wagtail's editor for rich text, within bounds of what a browser can have sent.

Its conversion to HTML takes time by the square of the number of paragraphs, fails where styles or lists are nested
deep, and runs while the request's transaction holds the write lock.
"""

import json
from typing import Any

from django.core.exceptions import BadRequest
from wagtail.admin.rich_text import DraftailRichTextArea

#: More paragraphs than these become one, and more line breaks of a paragraph become spaces. Such a text is longer than
#: the form allows, which then says so.
MOST_BLOCKS = MOST_BREAKS = 500
#: Deeper lists become as deep as this. The editor's own buttons go one deep.
MOST_DEPTH = 10

Content = dict[str, Any]
Ranges = list[dict[str, Any]]


class BoundedEditor(DraftailRichTextArea):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        sent = data.get(name)
        return super().value_from_datadict(data if sent is None else {name: bound(sent)}, files, name)


def bound(sent: str) -> str:
    """The content in the editor's JSON, which Wagtail then converts in little time. Raises BadRequest."""
    try:
        content = json.loads(sent)
        if content is not None:  # what the editor sends where nothing is typed
            known = content.get("entityMap", {})
            content = {**content, "blocks": [_bound(block, known) for block in _join_rest(content["blocks"])]}
        text = json.dumps(content, ensure_ascii=False)
        text.encode()  # fails at half a character
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadRequest("No editor has sent this text.") from error
    return text


def _join_rest(blocks: list[Content]) -> list[Content]:
    kept, rest = blocks[:MOST_BLOCKS], blocks[MOST_BLOCKS:]
    if rest:
        text = " ".join(block["text"] for block in rest)
        kept.append({"key": "rest", "text": text, "type": "unstyled", "depth": 0})
    return kept


def _bound(block: Content, known: Content) -> Content:
    if "\x00" in block["text"] or not isinstance(block["type"], str):
        raise ValueError("a database can't store it, or it has no type")
    depth = min(max(block.get("depth", 0), 0), MOST_DEPTH)
    links = sorted(block.get("entityRanges", []), key=lambda link: int(link["offset"]))
    ends = [0, *(link["offset"] + link["length"] for link in links)]
    if not all(str(link["key"]) in known and end <= link["offset"] for end, link in zip(ends, links, strict=False)):
        raise ValueError("a link to nothing, or in another link")
    styles = _join(block.get("inlineStyleRanges", []))
    *lines, rest = block["text"].split("\n", MOST_BREAKS)
    text = "\n".join([*lines, rest.replace("\n", " ")])
    return {**block, "text": text, "depth": depth, "inlineStyleRanges": styles, "entityRanges": links}


def _join(ranges: Ranges) -> Ranges:
    """Joins the overlapping ranges of each style. Each of them would become an element within the one before."""
    joined: Ranges = []
    for one in sorted(ranges, key=lambda one: (str(one["style"]), int(one["offset"]))):
        start, end, last = max(one["offset"], 0), one["offset"] + one["length"], joined[-1] if joined else None
        if last and last["style"] == one["style"] and start <= last["offset"] + last["length"]:
            last["length"] = max(last["length"], end - last["offset"])
        elif end > start:
            joined.append({"style": one["style"], "offset": start, "length": end - start})
    return joined
