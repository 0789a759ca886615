"""Compares two drafts: by a digest of the fields that an import writes, and as a readable difference."""

import difflib
import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.utils.text import capfirst

from content.approval.signoff.parts import name_part
from content.desk.importing.words import read_text
from content.model.guides.models import GuidePage
from content.model.sections import SECTIONS
from content.model.sections.describing import describe_facts, name_block
from content.model.vocabulary import OVERVIEW

#: Fields that belong to no section.
OUTSIDE = ("title", "summary", "also_known_as", "faqs", "unplaced")
#: All fields of the page that an import writes.
FIELDS = (
    *OUTSIDE,
    *(name for section in SECTIONS for name in (section.lead_field, *section.all_fact_columns, section.blocks_field)),
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
    """A line for each, in the words of the form: `"What happens: Step: Numbing: A cream is put on."`."""
    content = _read_content(page)
    lines = [f"{label}: {value}" for label, value in describe_facts(content)]
    for section in (None, *SECTIONS):
        names = (section.lead_field, section.blocks_field) if section else OUTSIDE
        key = section.key if section else OVERVIEW
        for name in names:
            lines += [f"{name_part(key)}: {line}" for line in _say(page, key, name, content[name])]
    return lines


def _say(page: GuidePage, key: str, name: str, value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for block in value:
            yield f"{name_block(key, block['type'])}: {read_text(json.dumps(block['value'], ensure_ascii=False))}"
    else:
        field: Any = page._meta.get_field(name)
        label = capfirst(str(field.verbose_name))
        yield from (f"{label}: {line}" for line in str(value or "").splitlines())
