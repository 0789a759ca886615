"""Queries of current rows. `content/public` uses them, and returns values instead of rows."""

import uuid
from typing import Any

from django.db.models import QuerySet

from content.edition.models import Current
from content.model.vocabulary import Kind, State


def list_in_each(kind: Kind, locales: tuple[str, ...]) -> QuerySet[Current]:
    """Every live subject in each of these locales, ordered by slug and subject."""
    unread = ["edition__body_gzip", "edition__body_br", "edition__source"]
    if kind == Kind.GUIDE:
        unread.append("edition__body")  # lists need only the cards
    live = Current.objects.filter(kind=kind, state=State.LIVE, locale__in=locales)
    return live.select_related("edition").defer(*unread).order_by("slug", "subject")


def find_named(kind: Kind, key: str, locales: tuple[str, ...] | None = None) -> QuerySet[Current, Any]:
    """The subject with this id. If the key is no id: the subjects with this slug, tombstones too."""
    rows = Current.objects.filter(kind=kind)
    if locales is not None:
        rows = rows.filter(locale__in=locales)
    try:
        return rows.filter(subject=uuid.UUID(key)).values("subject")
    except ValueError:
        return rows.filter(slug=key).values("subject")
