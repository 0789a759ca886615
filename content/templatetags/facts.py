"""Facts and blocks in the words of the form."""

from collections.abc import Mapping
from typing import Any

from django import template

from content.approval.signoff.parts import name_part
from content.model.sections.describing import describe_facts, name_block

register = template.Library()


@register.filter
def described(columns: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and value of each fact in some columns of a guide."""
    return list(describe_facts(columns))


register.filter("block", name_block)


@register.filter
def place(where: str) -> str:
    """Where a line of an imported document went, “What happens: Step”. `where`: `"process: step"`, or empty."""
    part, found, block = where.partition(": ")
    return f"{name_part(part)}: {name_block(part, block)}" if found else where
