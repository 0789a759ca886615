"""The result of the compiler, and its conversion to plain JSON."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from modelcluster.models import get_all_child_relations, get_serializable_data_for_fields
from rest_framework.utils.encoders import JSONEncoder
from wagtail.models import COMMENTS_RELATION_NAME

from content.edition.encoding import digest_of
from content.model.compilation import Reference
from content.model.remembering import remembered_of_object
from content.model.vocabulary import Kind, State


@dataclass(frozen=True, kw_only=True)
class Compiled:
    """The public form of one subject in one locale, before a release stamps it.

    `content`: the document, or the notice of a tombstone. `source`: the page's content, for a return to this edition.
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
    #: Of a guide: what it was made of (`sources`).
    taken: dict[str, Any] = field(default_factory=dict)
    #: Place in the document -> the shared thing whose words are there, if no object in the document names that thing.
    borrowed: dict[str, Reference] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        return digest_of(self.content)

    @property
    def section_digests(self) -> dict[str, str]:
        return {section["key"]: section["digest"] for section in self.content.get("sections", [])}


def make_plain(document: Any) -> Any:
    """Converts DRF's values, ordered and lazy ones too, to plain JSON values."""
    return json.loads(json.dumps(document, cls=JSONEncoder, ensure_ascii=False))


@remembered_of_object
def serialise(page: Any) -> dict[str, Any]:
    """The stored content of the published page.

    Fetched again: a stream that has been read leaves out things that were deleted since.
    """
    return read_stored(type(page)._default_manager.filter(pk=page.pk).first() or page)


def read_stored(page: Any) -> dict[str, Any]:
    """The content of a page whose streams are unread, as Wagtail stores it in a revision.

    Without what belongs to drafts: their title, and what editors remark.
    """
    stored: dict[str, Any] = get_serializable_data_for_fields(page)
    del stored["draft_title"]
    for name in (relation.get_accessor_name() for relation in get_all_child_relations(page)):
        if name != COMMENTS_RELATION_NAME:
            stored[name] = [get_serializable_data_for_fields(child) for child in getattr(page, name).all()]
    return stored
