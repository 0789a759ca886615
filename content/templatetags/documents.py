"""Filters for templates that render documents (compiled values), not Wagtail's own values."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from content.model.branches.prices import show_amount
from content.model.richtext.sanitiser import sanitise
from content.model.vocabulary import ENUMERATIONS
from content.public.signers import find_signers

register = template.Library()


@register.filter
def label(code: str | None, enumeration: str) -> Any:
    """The label of a code in the active language; its words for one of an older edition, that there is no more."""
    labels = dict(ENUMERATIONS[enumeration].choices)
    return labels.get(code, code.replace("_", " ")) if code else ""


@register.filter
def span(value: dict[str, int] | None) -> str:
    """A range as people write it: 30–60, or 4 where both ends are alike."""
    if not value:
        return ""
    return str(value["min"]) if value["min"] == value["max"] else f"{value['min']}–{value['max']}"


@register.filter
def safe_html(html: str) -> SafeString:
    """HTML of a document, through the sanitiser once more."""
    return mark_safe(sanitise(html))


@register.filter
def day(text: str | None) -> Any:
    """An ISO date or moment as a date that the `date` filter can format."""
    if not text:
        return None
    return parse_datetime(text) if "T" in text else parse_date(text)


@register.filter
def money(price: dict[str, str]) -> str:
    """A price of a document as the active language writes it."""
    return show_amount(Decimal(price["amount"]), price["currency"])


@register.filter
def phone_link(number: str) -> SafeString:
    """A link that calls the number, written as people read it."""
    digits = "".join(letter for letter in number if letter in "+0123456789")
    return format_html('<a href="tel:{}" dir="ltr">{}</a>', digits, number)


@register.filter
def srcset(files: list[dict[str, Any]]) -> str:
    return ", ".join(f"{file['url']} {file['width']}w" for file in files)


register.filter("by_signer", find_signers)
