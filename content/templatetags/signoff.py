"""Leads from mails to the very part of a guide."""

from typing import Any

from django import template

from content.approval.signoff.requests import find_form

register = template.Library()


@register.simple_tag
def form_of_what_was_sent_back(page: Any) -> str:
    return find_form(page)
