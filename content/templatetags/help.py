"""Says beside a screen how it works, and in an empty list what to do next."""

from typing import Any

from django import template

from content.desk.help.topics import find_topic

register = template.Library()


@register.inclusion_tag("admin/how_this_works.html", takes_context=True)
def how_this_works(context: Any) -> dict[str, Any]:
    match = getattr(context.get("request"), "resolver_match", None)
    return {"topic": find_topic(match.view_name) if match else None}


@register.simple_tag(takes_context=True)
def what_next(context: Any) -> Any:
    match = getattr(context.get("request"), "resolver_match", None)
    topic = find_topic(match.view_name) if match else None
    return topic.empty if topic else ""
