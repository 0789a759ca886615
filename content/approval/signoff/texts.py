"""Renders judged content as text, so that two versions can be compared."""

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from typing import Any

from django.utils.safestring import mark_safe
from wagtail.admin.compare import diff_text

from content.model.guides.models import find_linked
from content.model.richtext.portable_text import plain_text
from content.model.sections import SECTIONS
from content.model.snippets.models import Category, Clinician

_LABELS = {block.type_name: block for section in SECTIONS for block in section.all_blocks}
#: Codes that mean nothing to a person.
_SILENT = {"id", "file", "url"}
#: What is chosen by its id, and how it is found.
_CHOSEN: dict[str, Callable[[str], Any]] = {
    "category": lambda id: Category.objects.filter(translation_key=id).first(),
    "reviewed_by": lambda id: Clinician.objects.filter(public_id=id).first(),
    "guide": find_linked,
}


def read_text(content: dict[str, Any]) -> str:
    """A part from `parts.judge` as text, one statement on a line."""
    return "\n".join(_lines(content))


def compare(before: dict[str, Any], after: dict[str, Any]) -> str:
    """Safe HTML of the lines that differ, with insertions and deletions marked."""
    # PostgreSQL keeps the names of JSON in an order of its own, which is no change.
    order = {name: rank for rank, name in enumerate(dict.fromkeys(_names(after)))}
    old, new = list(_lines(_in_order(before, order))), list(_lines(_in_order(after, order)))
    changes = []
    for kind, start, end, at, until in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            changes.append(diff_text("\n".join(old[start:end]), "\n".join(new[at:until])).to_html())
    return mark_safe("\n…\n".join(changes))


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    if isinstance(value, dict | list):
        for below in value.values() if isinstance(value, dict) else value:
            yield from _names(below)


def _in_order(value: Any, order: dict[str, int]) -> Any:
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: (order.get(name, len(order)), name))
        return {name: _in_order(value[name], order) for name in names}
    return [_in_order(below, order) for below in value] if isinstance(value, list) else value


def _lines(value: Any, name: str = "") -> Iterator[str]:
    if value and isinstance(value, dict) and set(value) <= {"min", "max"}:
        yield f"{name}: {'–'.join(dict.fromkeys(map(str, value.values())))}"
    elif isinstance(value, dict) and value.get("type") in _LABELS:
        yield f"[{_LABELS[value['type']]._meta_class.label}]"
        yield from _lines(value.get("value", {}))
    elif isinstance(value, dict):
        for key, below in value.items():
            if key in _CHOSEN:
                id = below["id"] if isinstance(below, dict) else below
                yield f"{_label(key)}: {_CHOSEN[key](id) or id}"
            elif key not in _SILENT:
                yield from _lines(below, "" if key in ("portable_text", "text") else _label(key))
    elif isinstance(value, list) and value and isinstance(value[0], dict) and value[0].get("_type") == "block":
        yield from plain_text(value).splitlines()
    elif isinstance(value, list):
        for below in value:
            yield from _lines(below, name)
    else:
        yield f"{name}: {value}" if name else str(value)


def _label(key: str) -> str:
    return key.replace("_", " ").capitalize()
