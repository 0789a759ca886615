"""Reads single documents for the API and the web pages: from editions, never from pages.

Functions return frozen values instead of rows, so that no draft can leak through an attribute.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from cms.origins import read_origins
from content.edition.current import find_named
from content.edition.models import Current
from content.model.vocabulary import Kind, State


@dataclass(frozen=True)
class Served:
    """A current edition. `body`: the document as bytes, empty for a tombstone, which has a `notice`."""

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

    def find_section(self, key: str) -> dict[str, Any] | None:
        """A section of a live guide. None if the edition is older than the section."""
        return next((section for section in self.document["sections"] if section["key"] == key), None)


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
    """The origins of a live branch's websites, safe for a header: invalid ones in old editions are left out."""
    return read_origins(branch.document["websites"]) if branch and branch.is_live else []


@dataclass(frozen=True)
class House:
    """The group, and the rows of all branches with the requested slug or id, in all languages."""

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
    """The group, and branches by slug or id. One query. `resolving.find_branch` picks the branch that is meant."""
    wanted = Q(kind=Kind.GROUP)
    if branch is not None:
        wanted |= Q(kind=Kind.BRANCH, subject__in=find_named(Kind.BRANCH, branch))
    served = [serve(row) for row in Current.objects.filter(wanted).select_related("edition")]
    group = next(row for row in served if row.kind == Kind.GROUP)
    return House(group, branch, tuple(row for row in served if row.kind == Kind.BRANCH))


def read_vocabulary(locale: str) -> Served:
    return serve(Current.objects.select_related("edition").get(kind=Kind.VOCABULARY, locale=locale))


def read_recalls() -> Served:
    """The list of standing recalls. One query."""
    return serve(Current.objects.select_related("edition").get(kind=Kind.RECALLS))


def rank(row: Served, locales: tuple[str, ...]) -> tuple[bool, int]:
    """A sort key: live before gone, then the better language first."""
    return not row.is_live, locales.index(row.locale)
