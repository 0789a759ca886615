"""Queries of current rows. `content/public` uses them, and returns values instead of rows."""

import uuid
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When

from content.edition.models import Current
from content.edition.visibility import find_offered
from content.model.vocabulary import Kind, State


def list_current(kind: Kind, locales: tuple[str, ...]) -> QuerySet[Current]:
    """Every live subject once, in the best locale of the chain, ordered by slug and subject."""
    live = list_in_each(kind, locales)
    ranks = [When(locale=locale, then=Value(rank)) for rank, locale in enumerate(locales)]
    live = live.annotate(rank=Case(*ranks, default=Value(len(locales))))
    better = live.filter(subject=OuterRef("subject"), rank__lt=OuterRef("rank"))
    return live.filter(~Exists(better))


def list_in_each(kind: Kind, locales: tuple[str, ...]) -> QuerySet[Current]:
    """Every live subject in each of these locales, ordered by slug and subject."""
    unread = ["edition__body_gzip", "edition__body_br", "edition__source"]
    if kind == Kind.GUIDE:
        unread.append("edition__body")  # lists need only the cards
    live = Current.objects.filter(kind=kind, state=State.LIVE, locale__in=locales)
    return live.select_related("edition").defer(*unread).order_by("slug", "subject")


def narrow_guides(
    rows: QuerySet[Current],
    *,
    category: str | None = None,
    body_area: str | None = None,
    branch: str | None = None,
    max_minutes: int | None = None,
    max_sessions: int | None = None,
    updated_since: datetime | None = None,
) -> QuerySet[Current]:
    """The guides that match all filters; None: no filter. `branch` is an id."""
    columns = {
        "category": category,
        "body_area": body_area,
        "minutes_max__lte": max_minutes,
        "sessions_max__lte": max_sessions,
        "updated_at__gte": updated_since,
    }
    rows = rows.filter(**{column: value for column, value in columns.items() if value is not None})
    if branch is not None:
        rows = rows.filter(subject__in=find_offered().filter(branch=branch).values("guide"))
    return rows


def find_named(kind: Kind, key: str, locales: tuple[str, ...] | None = None) -> QuerySet[Current, Any]:
    """The subject with this id. If the key is no id: the subjects with this slug, tombstones too."""
    rows = Current.objects.filter(kind=kind)
    if locales is not None:
        rows = rows.filter(locale__in=locales)
    try:
        return rows.filter(subject=uuid.UUID(key)).values("subject")
    except ValueError:
        return rows.filter(slug=key).values("subject")
