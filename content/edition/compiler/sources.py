"""What a translation takes from its source page: facts, and whether the source has changed since it was signed.

Each edition notes it. So a publication of the source tells which translations would be made of the same again.
"""

from collections.abc import Mapping
from typing import Any

from content.approval.signoff.signing import find_signed_parts
from content.edition.encoding import digest_of
from content.model.guides.models import GuidePage
from content.model.sections import SECTIONS


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
    """What an edition notes. Empty for the source page itself."""
    if page.is_source:
        return {}
    return {"facts": _digest_facts(page.source_page), "signed": dict(signed), "is_stale": is_stale(page, signed)}


def takes_the_same(page: GuidePage, noted: Mapping[str, Any]) -> bool:
    """Whether its source gives the page what its edition has noted. False in doubt."""
    if page.is_source:
        return True
    if not noted.get("signed") or noted["facts"] != _digest_facts(page.source_page):
        return False
    return bool(noted["is_stale"] == is_stale(page, noted["signed"]))


def _digest_facts(page: GuidePage) -> str:
    facts = {name: getattr(page, name) for section in SECTIONS for name in section.all_fact_columns}
    return digest_of({"page": page.pk, **facts})
