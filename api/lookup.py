"""What an address names; or the problem that there is no such thing, in the same words at every door."""

from api.problems import BadParameter, NotFound
from content.model.vocabulary import Kind, SectionKey
from content.public.resolving import Found


def require_found(kind: Kind, key: str, found: Found | None) -> Found:
    """Raises NotFound."""
    if found is None:
        raise NotFound(f"There is no {kind.label.lower()} {key!r}.")
    return found


def require_section(key: str) -> None:
    """Raises NotFound where a guide has no such section."""
    if key not in SectionKey.values:
        raise NotFound(f"There is no section {key[:50]!r}: there are {', '.join(SectionKey.values)}.")


def no_such_branch(key: str) -> BadParameter:
    """The 400 for an unknown `branch` filter."""
    return BadParameter("branch", f"There is no branch {key!r}: see /api/v1/branches/.")
