"""Leads from a guide's name, wherever the admin shows it, to the one page about it."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from content.desk.access.pages import find_glance

register = template.Library()


def _find(context: Any, page: Any) -> str:
    """Panels are rendered without the request, and know it themselves."""
    request = context.get("request") or context["self"].request
    return find_glance(request.user, page)


@register.simple_tag(takes_context=True)
def guide_link(context: Any, page: Any, title: Any = "") -> str:
    """The guide's name as a link; for users who may not read the guide, the name alone.

    `title`: the name where it is another than the page's, or where the page may be None.
    """
    name, address = str(title or page), _find(context, page)
    return format_html('<a href="{}">{}</a>', address, name) if address else name


@register.simple_tag(takes_context=True)
def glance_link(context: Any, page: Any) -> str:
    """A link beside a name that leads elsewhere already; nothing for users who may not read the guide."""
    if not (address := _find(context, page)):
        return ""
    link = '<a class="glance-link" href="{}">{}<span class="w-sr-only">: {}</span></a>'
    return format_html(link, address, _("At a glance"), page)
