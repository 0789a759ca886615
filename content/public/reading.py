"""The only read door: what the API and the web pages may know. Reads editions, never pages.

A query's answer is a frozen value, so that no row, and with it no draft, can leak through an attribute.
"""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from cms.origins import read_origins
from content.edition.models import Current
from content.edition.visibility import find_offered
from content.model.vocabulary import Kind, State


@dataclass(frozen=True)
class Served:
    """A current edition. `body` is the document as bytes, empty for a tombstone, which has a `notice`."""

    kind: str
    subject: str
    locale: str
    slug: str
    state: str
    digest: str
    body: bytes
    body_gzip: bytes
    body_br: bytes
    notice: dict[str, Any]

    @property
    def is_live(self) -> bool:
        return self.state == State.LIVE

    @cached_property
    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.body)
        return document


def serve(row: Current) -> Served:
    edition = row.edition
    return Served(
        kind=row.kind,
        subject=str(row.subject),
        locale=row.locale,
        slug=row.slug,
        state=row.state,
        digest=edition.digest,
        body=bytes(edition.body),
        body_gzip=bytes(edition.body_gzip),
        body_br=bytes(edition.body_br),
        notice=edition.notice,
    )


def read_websites(branch: Served | None) -> list[str]:
    """Origins of the websites of a live branch, fit for a header whatever an old edition holds."""
    return read_origins(branch.document["websites"]) if branch and branch.is_live else []


@dataclass(frozen=True)
class House:
    """The group; and every branch, in all its languages, that has the slug or the id that was asked for."""

    group: Served
    branch_key: str | None = None
    branch_rows: tuple[Served, ...] = ()

    @property
    def default_locale(self) -> str:
        return str(self.group.document["default_locale"])

    def locales(self, asked: str | None) -> tuple[str, ...]:
        """The fallback chain of a locale, best first."""
        return tuple(dict.fromkeys([asked or self.default_locale, self.default_locale]))


def read_house(branch: str | None = None) -> House:
    """The group, and by slug or id a branch. One query. `addressing.find_branch` says which branch is meant."""
    wanted = Q(kind=Kind.GROUP)
    if branch is not None:
        wanted |= Q(kind=Kind.BRANCH, subject__in=named(Kind.BRANCH, branch))
    served = [serve(row) for row in Current.objects.filter(wanted).select_related("edition")]
    group = next(row for row in served if row.kind == Kind.GROUP)
    return House(group, branch, tuple(row for row in served if row.kind == Kind.BRANCH))


def read_vocabulary(locale: str) -> Served:
    return serve(Current.objects.select_related("edition").get(kind=Kind.VOCABULARY, locale=locale))


def read_recalls() -> Served:
    """Everything that stands recalled. One query."""
    return serve(Current.objects.select_related("edition").get(kind=Kind.RECALLS))


@dataclass(frozen=True)
class GuideFilter:
    """What a list of guides is narrowed to; None for what isn't asked. `branch` is an id."""

    category: str | None = None
    body_area: str | None = None
    branch: str | None = None
    max_minutes: int | None = None
    max_sessions: int | None = None
    updated_since: datetime | None = None

    def apply(self, rows: QuerySet[Current]) -> QuerySet[Current]:
        columns = {
            "category": self.category,
            "body_area": self.body_area,
            "minutes_max__lte": self.max_minutes,
            "sessions_max__lte": self.max_sessions,
            "updated_at__gte": self.updated_since,
        }
        rows = rows.filter(**{column: value for column, value in columns.items() if value is not None})
        if self.branch is not None:
            offered = find_offered().filter(branch=self.branch)
            rows = rows.filter(subject__in=offered.values("guide"))
        return rows


def list_current(kind: Kind, locales: tuple[str, ...]) -> QuerySet[Current]:
    """Every live subject once, in the best locale of the chain, ordered by slug and subject."""
    live = Current.objects.filter(kind=kind, state=State.LIVE, locale__in=locales)
    ranks = [When(locale=locale, then=Value(rank)) for rank, locale in enumerate(locales)]
    live = live.annotate(rank=Case(*ranks, default=Value(len(locales))))
    better = live.filter(subject=OuterRef("subject"), rank__lt=OuterRef("rank"))
    unread = ["edition__body_gzip", "edition__body_br", "edition__source"]
    if kind == Kind.GUIDE:
        unread.append("edition__body")  # lists show cards
    best = live.filter(~Exists(better)).select_related("edition").defer(*unread)
    return best.order_by("slug", "subject")


def read_branches_that_offer(guide: str, locales: tuple[str, ...]) -> list[dict[str, Any]]:
    """Documents of the branches that offer a guide (by id)."""
    offering = find_offered().filter(guide=guide).values("branch")
    return read_documents(list_current(Kind.BRANCH, locales).filter(subject__in=offering))


def read_cards(rows: Iterable[Current]) -> list[dict[str, Any]]:
    return [row.edition.card for row in rows]


def read_documents(rows: Iterable[Current]) -> list[dict[str, Any]]:
    return [json.loads(bytes(row.edition.body)) for row in rows]


def read_offerings(branch: str, guides: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Guide id -> document of the branch's offering. One query."""
    rows = find_offered().filter(branch=branch, guide__in=list(guides))
    return {str(row.guide): serve(row).document for row in rows.select_related("edition")}


def named(kind: Kind, key: str, locales: tuple[str, ...] | None = None) -> QuerySet[Current, Any]:
    """What has the id; or where it is none the slug, what is gone too."""
    rows = Current.objects.filter(kind=kind)
    if locales is not None:
        rows = rows.filter(locale__in=locales)
    try:
        return rows.filter(subject=uuid.UUID(key)).values("subject")
    except ValueError:
        return rows.filter(slug=key).values("subject")


def rank(row: Served, locales: tuple[str, ...]) -> tuple[bool, int]:
    """Best first: what is live, and then in the better language."""
    return not row.is_live, locales.index(row.locale)
