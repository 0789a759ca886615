"""Describes facts and blocks by the form's labels instead of the names of columns."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.text import capfirst

from content.model.labels import translate_name
from content.model.sections import SECTIONS
from content.model.sections.base import Section


def describe_facts(columns: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(label, value) of each fact in these columns: `("Minutes per session", "30–60")`."""
    filled = {
        name: value for name, value in columns.items() if value is not None and value is not False and value != ""
    }
    for section in SECTIONS:
        yield from _describe_section(section, filled)


def _describe_section(section: Section, filled: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    meta: Any = section.mixin._meta
    field = meta.get_field
    for span in section.ranges:
        if ends := [str(filled[name]) for name in span.columns if name in filled]:
            yield str(span.label), "–".join(dict.fromkeys(ends))
    for flags in section.flags:
        if ticked := [str(field(name).verbose_name) for name in flags.columns if name in filled]:
            yield str(flags.label), ", ".join(ticked)
    for name in section.fact_columns:
        if name in filled:
            column = field(name)
            value = dict(column.flatchoices).get(filled[name], filled[name])
            yield str(column.verbose_name).capitalize(), str(value)


def name_block(key: str, name: str) -> str:
    """A block or the lead of a section, or a field outside the sections: `"Paragraph"`, `"Summary"`."""
    section = next((section for section in SECTIONS if section.key == key), None)
    meta: Any = section and section.mixin._meta
    if section and name == "lead":
        return capfirst(str(meta.get_field(section.lead_field).verbose_name))
    block = section and meta.get_field(section.blocks_field).stream_block.child_blocks.get(name)
    return str(block.label if block else translate_name(capfirst(name.replace("_", " "))))
