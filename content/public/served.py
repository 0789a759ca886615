"""A current edition as it is handed out: a frozen value, so that no draft can leak through an attribute."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from content.edition.encoding import Places, add_member, join_members
from content.model.vocabulary import State

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


def rank(row: Served, locales: tuple[str, ...]) -> tuple[bool, int]:
    """A sort key: live before gone, then the better language first."""
    return not row.is_live, locales.index(row.locale)
