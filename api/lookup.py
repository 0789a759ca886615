"""Raises the problem for an unknown guide, branch or section, everywhere in the same words."""

from collections.abc import Iterable
from typing import Any

from api.problems import BadParameter, NotFound
from content.model.vocabulary import Kind, SectionKey
from content.public.resolving import Found
from content.public.served import Served


def require_found(kind: Kind, key: str, found: Found | None) -> Found:
    """Raises NotFound."""
    if found is None:
        raise NotFound(f"There is no {kind.label.lower()} {key!r}.")
    return found


def require_section(key: str) -> None:
    """Raises NotFound if guides have no such section."""
    if key not in SectionKey.values:
        raise _not_among(key, SectionKey.values)


def require_section_of(guide: Served, key: str) -> dict[str, Any]:
    """A section of a live guide. Raises NotFound if its edition is older than the section."""
    section = guide.find_section(key)
    if section is None:
        raise no_such_section(key, guide)
    return section


def no_such_section(key: str, guide: Served) -> NotFound:
    """The 404 for a section that a guide's edition is older than."""
    return _not_among(key, [section["key"] for section in guide.document["sections"]])


def _not_among(key: str, known: Iterable[str]) -> NotFound:
    return NotFound(f"There is no section {key[:50]!r}: there are {', '.join(known)}.")


def no_such_branch(key: str) -> BadParameter:
    """The 400 for an unknown `branch` filter."""
    return BadParameter("branch", f"There is no branch {key!r}: see /api/v1/branches/.")
