"""Checks that a slug is free. All sites share one set of public addresses, but Wagtail compares only siblings."""

from typing import Any

from django.utils.translation import gettext as _


def explain_taken(slug: str, owner: str) -> str:
    message = _("The slug “%(slug)s” is already used by “%(owner)s” in this language. Choose another.")
    return message % {"slug": slug, "owner": owner}


def find_taken(page: Any, slug: str) -> str:
    """A message if another public page has the slug; empty if it is free."""
    others = type(page)._default_manager.filter(slug=slug, locale=page.locale_id, live=True)
    owner = others.exclude(translation_key=page.translation_key).first() if slug else None
    return explain_taken(slug, owner.title) if owner else ""
