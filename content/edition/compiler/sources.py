"""What a guide's edition is made of: words of its page, and what a translation takes from its source page.

These are facts, and whether the source has changed since the translation was signed. Each edition notes all of it. So a
publication of one language tells which others would be made of the same again.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Page

from content.approval.signoff.signing import find_signed_parts
from content.edition.compiler.compiled import serialise
from content.edition.encoding import digest_of
from content.model.guides.models import GuidePage
from content.model.sections import SECTIONS

#: Fields of Wagtail's `Page`, except title and slug: readers don't see them.
BOOKKEEPING = {field.name for field in Page._meta.get_fields()} - {"title", "slug"} | {"page_ptr"}


def is_stale(page: GuidePage, signed: Mapping[str, str]) -> bool:
    """Whether the source has changed since the translation was signed. Compares dates if it never was.

    Unsigned changes of the source don't count: no reader sees them yet. `signed`: part of the translation -> digest of
    that part of the source when it was signed.
    """
    source = page.source_page
    if page.pk == source.pk:
        return False
    if not signed:
        return page.is_older_than(source)
    public = find_signed_parts(source)
    return any(part in public and digest != public[part].digest for part, digest in signed.items())


def note_taken(page: GuidePage, signed: Mapping[str, str]) -> dict[str, Any]:
    """What an edition notes."""
    noted = {"words": _digest_words(page)}
    if page.is_source:
        return noted
    facts = _digest_facts(page.source_page)
    return noted | {"facts": facts, "signed": dict(signed), "is_stale": is_stale(page, signed)}


def takes_the_same(page: GuidePage, noted: Mapping[str, Any]) -> bool:
    """Whether the page as it is stored, and its source, are what its edition has noted. False in doubt."""
    if noted.get("words") != _digest_words(page):
        return False
    if page.is_source:
        return True
    if not noted.get("signed") or noted["facts"] != _digest_facts(page.source_page):
        return False
    return bool(noted["is_stale"] == is_stale(page, noted["signed"]))


def _digest_words(page: GuidePage) -> str:
    words = {name: value for name, value in serialise(page).items() if name not in BOOKKEEPING}
    return digest_of(json.loads(json.dumps(words, cls=DjangoJSONEncoder)))


def _digest_facts(page: GuidePage) -> str:
    facts = {name: getattr(page, name) for section in SECTIONS for name in section.all_fact_columns}
    return digest_of({"page": page.pk, **facts})
