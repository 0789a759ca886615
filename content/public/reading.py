"""Reads single documents for the API and the web pages: from editions, never from pages.

Functions return frozen values instead of rows, so that no draft can leak through an attribute.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from cms.origins import read_origins
from content.edition.encoding import Places, add_member, join_members
from content.edition.models import Current
from content.edition.newest import Stamp, find_newest
from content.model.vocabulary import Kind, State

#: Encodings that editions are stored in, best first. "" is the uncompressed body.
ENCODINGS = ("br", "gzip", "")


@dataclass(frozen=True)
class Served:
    """A current edition. `bodies`: the document as bytes, by encoding. A tombstone has a `notice` instead."""

    kind: str
    subject: str
    locale: str
    slug: str
    state: str
    digest: str
    etag: str
    bodies: Mapping[str, bytes]
    places: Places
    notice: dict[str, Any]

    @property
    def is_live(self) -> bool:
        return self.state == State.LIVE

    @property
    def body(self) -> bytes:
        return self.bodies[""]

    @cached_property
    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.body)
        return document

    def find_section(self, key: str) -> dict[str, Any] | None:
        """A section of a live guide. None if the edition is older than the section."""
        return next((section for section in self.document["sections"] if section["key"] == key), None)

    def cut(self, name: str) -> bytes:
        """The bytes of a member of the document, or of a section (`sections.KEY`). Raises KeyError."""
        start, end = self.places[name]
        return self.body[start:end]

    def cut_section(self, key: str, *names: str) -> bytes | None:
        """A section with these members of its guide, as bytes. None if the edition is older than the section."""
        if f"sections.{key}" not in self.places:
            return None
        guide = join_members((name, self.cut(name)) for name in names)
        return add_member(self.cut(f"sections.{key}"), "guide", guide)


def serve(row: Current) -> Served:
    """Whole, from a row with its edition."""
    edition = row.edition
    return Served(
        kind=row.kind,
        subject=str(row.subject),
        locale=row.locale,
        slug=row.slug,
        state=row.state,
        digest=edition.digest,
        etag=edition.etag,
        bodies={"": bytes(edition.body), "gzip": bytes(edition.body_gzip), "br": bytes(edition.body_br)},
        places=edition.places,
        notice=edition.notice,
    )


def read_websites(branch: Served | None) -> list[str]:
    """The origins of a live branch's websites, safe for a header: invalid ones in old editions are left out."""
    return read_origins(branch.document["websites"]) if branch and branch.is_live else []


@dataclass(frozen=True)
class House:
    """What a release has of the group: few documents, which most answers need. `branches`: in all languages."""

    group: Served
    recalls: Served
    vocabularies: Mapping[str, Served]
    branches: tuple[Served, ...]

    @cached_property
    def default_locale(self) -> str:
        return str(self.group.document["default_locale"])

    def locales(self, asked: str | None) -> tuple[str, ...]:
        """The fallback chain of a locale, best first."""
        return tuple(dict.fromkeys([asked or self.default_locale, self.default_locale]))

    @cached_property
    def named_branches(self) -> Mapping[str, set[str]]:
        """Id or slug, also of a branch that is gone -> the ids of the branches that it names."""
        named: dict[str, set[str]] = {}
        for row in self.branches:
            named.setdefault(row.subject, set()).add(row.subject)
            named.setdefault(row.slug, set()).add(row.subject)
        return named

    def list_branches(self, locales: tuple[str, ...]) -> list[Served]:
        """Every live branch in the best of these languages, by slug and id."""
        best: dict[str, Served] = {}
        for row in sorted((row for row in self.branches if row.locale in locales), key=lambda row: rank(row, locales)):
            best.setdefault(row.subject, row)
        live = (row for row in best.values() if row.is_live)
        return sorted(live, key=lambda row: (row.slug, row.subject))


def read_house() -> House:
    """The house of the newest release: kept in the process until the next one, and then read by one query."""
    return _read_house(find_newest())


@lru_cache(maxsize=4)  # also those of a launch's preview, which nobody else finds
def _read_house(stamp: Stamp | None) -> House:
    kinds = (Kind.GROUP, Kind.RECALLS, Kind.VOCABULARY, Kind.BRANCH)
    rows = (
        Current.objects.filter(kind__in=kinds).select_related("edition").defer("edition__card_body", "edition__source")
    )
    served = [serve(row) for row in rows]
    of = {kind: [row for row in served if row.kind == kind] for kind in kinds}
    [group], [recalls] = of[Kind.GROUP], of[Kind.RECALLS]
    return House(group, recalls, {row.locale: row for row in of[Kind.VOCABULARY]}, tuple(of[Kind.BRANCH]))


def rank(row: Served, locales: tuple[str, ...]) -> tuple[bool, int]:
    """A sort key: live before gone, then the better language first."""
    return not row.is_live, locales.index(row.locale)
