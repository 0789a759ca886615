"""Compares two drafts: by a digest of the fields that an import writes, and as a readable difference."""

import difflib
import hashlib
import json
from typing import Any

from content.desk.importing.words import read_text
from content.model.guides.models import GuidePage
from content.model.sections import SECTIONS

#: All fields of the page that an import writes, in reading order.
FIELDS = (
    "title",
    "summary",
    "also_known_as",
    *(name for section in SECTIONS for name in (section.lead_field, *section.all_fact_columns, section.blocks_field)),
    "faqs",
    "unplaced",
)


def digest_draft(page: GuidePage) -> str:
    text = json.dumps(_read_content(page), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def list_differences(old: GuidePage, new: GuidePage) -> list[str]:
    """A unified diff, a line for each field or block."""
    lines = difflib.unified_diff(_list_lines(old), _list_lines(new), "draft", "document", lineterm="", n=0)
    return [line for line in lines if not line.startswith("@@")]


def _read_content(page: GuidePage) -> dict[str, Any]:
    """The values that an import writes, without the ids of blocks, which differ between imports."""
    content: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(page, name)
        if hasattr(value, "get_prep_value"):
            value = [{"type": raw["type"], "value": _drop_ids(raw["value"])} for raw in value.get_prep_value()]
        content[name] = value
    return content


def _drop_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _drop_ids(member) for key, member in value.items() if key != "id"}
    return [_drop_ids(member) for member in value] if isinstance(value, list) else value


def _list_lines(page: GuidePage) -> list[str]:
    lines = []
    for name, value in _read_content(page).items():
        if isinstance(value, list):
            for block in value:
                text = read_text(json.dumps(block["value"], ensure_ascii=False))
                lines.append(f"{name}: {block['type']} {text}")
        elif value not in (None, "", False):
            lines += [f"{name}: {line}" for line in str(value).splitlines()]
    return lines
