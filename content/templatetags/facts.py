"""Lists facts in the words of the form."""

from collections.abc import Mapping
from typing import Any

from django import template

from content.model.sections.describing import describe_facts

register = template.Library()


@register.filter
def described(columns: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and value of each fact in some columns of a guide."""
    return list(describe_facts(columns))
