"""What the compiler makes, and how it becomes plain JSON."""

import json
from dataclasses import dataclass, field
from typing import Any

from rest_framework.utils.encoders import JSONEncoder

from content.edition.encoding import digest_of
from content.model.compilation import Reference
from content.model.vocabulary import Kind, State


@dataclass(frozen=True, kw_only=True)
class Compiled:
    """The public form of one subject in one locale, before a release stamps it.

    `content` is the document, or the notice of a tombstone; `source` the page's content, to return to.
    """

    kind: Kind
    subject: str
    locale: str
    slug: str
    content: dict[str, Any]
    references: frozenset[Reference]
    state: State = State.LIVE
    card: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    revision: int | None = None
    source: dict[str, Any] | None = None
    #: Where words stand in the document that are not its own -> whose they are, where no object of it says so.
    borrowed: dict[str, Reference] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        return digest_of(self.content)

    @property
    def section_digests(self) -> dict[str, str]:
        return {section["key"]: section["digest"] for section in self.content.get("sections", [])}


def make_plain(document: Any) -> Any:
    """DRF's ordered and lazy values as plain JSON values."""
    return json.loads(json.dumps(document, cls=JSONEncoder, ensure_ascii=False))


def serialise(page: Any) -> dict[str, Any]:
    """The page as it is published: the title of a newer draft, which Wagtail keeps on the row, is not.

    Fetched anew, as it is stored: a stream that has been read no longer names what has been deleted since.
    """
    stored = type(page)._default_manager.filter(pk=page.pk).first() or page
    return {name: value for name, value in stored.serializable_data().items() if name != "draft_title"}
