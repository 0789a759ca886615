"""System checks: a section, block or fact that lacks a piece somewhere is refused at start, with what to add.

Each is declared in several places, since each place says something else of it. These compare the places.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.checks import Error, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from rest_framework import serializers

from content.desk.importing.meaning.headings import SECTION_WORDS
from content.desk.importing.placing.placer import TAKERS
from content.edition.documents import CardFactsDocument
from content.model.blocks.base import ContentBlock
from content.model.sections import SECTIONS
from content.model.sections.base import Section
from content.model.vocabulary import ASKED_AS, ENUMERATIONS, SectionKey

#: Tables that know each section by its key, and what is said there.
TABLES: tuple[tuple[str, Mapping[Any, Any], str], ...] = (
    ("ASKED_AS in content/model/vocabulary.py", ASKED_AS, "Add the words in which people ask for it."),
    ("TAKERS in content/desk/importing/placing/placer.py", TAKERS, "Add what takes the lines of a document."),
    (
        "SECTION_WORDS in content/desk/importing/meaning/headings.py",
        SECTION_WORDS,
        "Add words of headings that lead there, or documents are never placed in it.",
    ),
)


@register()
def check_sections(**kwargs: Any) -> list[Error]:
    errors = []
    if [section.key for section in SECTIONS] != list(SectionKey):
        errors.append(Error("SECTIONS and SectionKey differ.", hint="List the same keys in order.", id="content.E001"))
    for place, table, hint in TABLES:
        errors += [
            Error(f"{place} lacks the section {section.key}.", hint=hint, id="content.E008")
            for section in SECTIONS
            if section.key not in table
        ]
    for section in SECTIONS:
        errors += _check_template(f"components/sections/{section.key}.html", "content.E003")
    return errors


@register()
def check_blocks(**kwargs: Any) -> list[Error]:
    blocks = list(dict.fromkeys(block for section in SECTIONS for block in section.all_blocks))
    errors = [error for block in blocks for error in _check_block(block)]
    for name, same in _find_repeated((block.type_name, block.__name__) for block in blocks):
        hint = "Apps tell blocks by their type: give one of them another."
        errors.append(Error(f"The type {name} is that of several blocks: {same}.", hint=hint, id="content.E010"))
    return errors


@register()
def check_facts(**kwargs: Any) -> list[Error]:
    errors = [error for section in SECTIONS for error in _check_facts(section)]
    served = [(name, str(section.key)) for section in SECTIONS for name in _list_facts(section)]
    for name, same in _find_repeated(served):
        hint = "Cards put the facts of all sections into one object: give one of them another name."
        errors.append(Error(f"The fact {name} is in several sections: {same}.", hint=hint, id="content.E010"))
    for name in sorted(set(CardFactsDocument().fields) - {name for name, _key in served}):
        hint = "Name a fact of a section: on cards this one would never be known."
        errors.append(Error(f"CardFactsDocument has {name}, which is no fact.", hint=hint, id="content.E009"))
    return errors


def _check_block(block: type[ContentBlock]) -> Iterator[Error]:
    yield from _check_template(block.template_name(), "content.E004")
    name, fields = block.Value.__name__, block.Value().fields
    if missing := ", ".join(sorted(set(block.base_blocks) - set(fields))):
        hint = f"Declare them in {name}, or nobody is ever shown them."
        yield Error(f"{block.__name__} has unserved fields: {missing}.", hint=hint, id="content.E005")
    if missing := ", ".join(sorted(set(fields) - set(block.base_blocks))):
        hint = f"Add them to {block.__name__}, or no guide that has one can be compiled."
        yield Error(f"{name} serves what {block.__name__} has not: {missing}.", hint=hint, id="content.E005")
    yield from _check_labels(name, fields)


def _check_facts(section: Section) -> Iterator[Error]:
    document, columns = section.facts.__name__, set(section.all_fact_columns)
    read = _find_read(section)
    for name in sorted(columns - read):
        hint = f"Declare a field for it in {document}, or nobody is ever told."
        yield Error(
            f"The column {name} of the section {section.key} is served as no fact.", hint=hint, id="content.E009"
        )
    for name in sorted(read - columns):
        hint = f"Add the column to {section.mixin.__name__}, or the fact is never known."
        yield Error(f"{document} reads {name}, which the section has not.", hint=hint, id="content.E009")
    for name in _list_facts(section):
        if not re.search(rf"\bfacts\.{name}\b", _read_template(f"components/sections/{section.key}.html")):
            hint = f"Show it in templates/components/sections/{section.key}.html: only apps would know it."
            yield Error(f"The fact {name} is not shown.", hint=hint, id="content.E011")
    yield from _check_labels(document, section.facts().fields)


def _list_facts(section: Section) -> list[str]:
    return [str(name) for name in section.facts().fields]


class _Page:
    """Stands for a guide's page, and notes which of its columns are read."""

    def __init__(self, columns: dict[str, Any]) -> None:
        self._columns = columns
        self._read: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self._read.add(name)
        return self._columns.get(name)


def _find_read(section: Section) -> set[str]:
    """The columns that a section's facts are made of, whatever their fields are called."""
    page = _Page(section.default_columns)
    section.facts(page).data  # noqa: B018 (read for what it reads)
    return page._read


def _check_labels(document: str, fields: Mapping[str, serializers.Field]) -> Iterator[Error]:
    """Codes are served with labels, in every language."""
    known = [set(choices.values) for choices in ENUMERATIONS.values()]
    for name, field in fields.items():
        choices = getattr(getattr(field, "child", field), "choices", None)
        if choices and set(choices) not in known:
            hint = "Add the class of its codes to ENUMERATIONS in content/model/vocabulary.py."
            yield Error(f"The codes of {name} in {document} have no labels in the API.", hint=hint, id="content.E012")


def _find_repeated(named: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Names that several have, with who has them."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, of in named:
        found[name].append(of)
    return ((name, ", ".join(of)) for name, of in found.items() if len(of) > 1)


def _read_template(name: str) -> str:
    """Its source; empty where it is missing, which is said elsewhere."""
    try:
        template: Any = get_template(name)
    except TemplateDoesNotExist:
        return ""
    return str(template.template.source)


def _check_template(name: str, id: str) -> list[Error]:
    if _read_template(name):
        return []
    return [Error(f"The template {name} is missing.", hint="Add it under templates/.", id=id)]
