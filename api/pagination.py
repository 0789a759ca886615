"""Pages by cursor: stable while guides come and go, and never a count of everything."""

import base64
import binascii
import json
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from api.parameters import is_plain
from api.problems import BadParameter


@dataclass(frozen=True)
class Cursor:
    """A place between two rows: after (or before) the row with this slug and subject."""

    slug: str
    subject: str
    backwards: bool = False

    def encode(self) -> str:
        text = json.dumps([self.slug, self.subject, self.backwards], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """Raises BadParameter for anything that `encode` has not made."""
        try:
            padded = text.encode() + b"=" * (-len(text) % 4)
            slug, subject, backwards = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            if not (isinstance(slug, str) and isinstance(subject, str) and isinstance(backwards, bool)):
                raise TypeError
            if not is_plain(slug) or len(subject) != 36:
                raise ValueError
            return cls(slug, str(uuid.UUID(subject)), backwards)
        except (ValueError, TypeError, binascii.Error, RecursionError) as error:
            raise BadParameter("cursor", "This cursor is not one of ours: take next or previous as given.") from error


@dataclass(frozen=True)
class Page:
    rows: list[Any]
    next: str | None
    previous: str | None

    def as_document(self, results: list[dict[str, Any]]) -> dict[str, Any]:
        return {"next": self.next, "previous": self.previous, "results": results}


def paginate(rows: QuerySet[Any], *, path: str, values: dict[str, str], cursor: Cursor | None, size: int) -> Page:
    """One page of rows ordered by slug and subject. One query. Links are root-relative."""
    backwards = bool(cursor and cursor.backwards)
    if cursor:
        rows = rows.filter(_beyond(cursor))
    if backwards:
        rows = rows.order_by("-slug", "-subject")
    found = list(rows[: size + 1])
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    has_next = bool(found) and (more if not backwards else True)
    has_previous = bool(found) and (more if backwards else cursor is not None)

    def link(row: Any, back: bool) -> str:
        at = Cursor(row.slug, str(row.subject), back).encode()
        return f"{path}?{urlencode({**values, 'cursor': at})}"

    return Page(
        rows=found,
        next=link(found[-1], False) if has_next else None,
        previous=link(found[0], True) if has_previous else None,
    )


def _beyond(cursor: Cursor) -> Q:
    if cursor.backwards:
        return Q(slug__lt=cursor.slug) | Q(slug=cursor.slug, subject__lt=cursor.subject)
    return Q(slug__gt=cursor.slug) | Q(slug=cursor.slug, subject__gt=cursor.subject)
