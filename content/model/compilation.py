"""The context of a compilation: its locale, and references to everything that its document shows."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from rest_framework.serializers import BaseSerializer

from content.model.richtext.portable_text import GuideLink


@dataclass(frozen=True, order=True)
class Reference:
    """Something that a document shows and that changes by itself. Its change makes the document compile again."""

    kind: str
    id: str


class NotReady(Exception):
    """The page can't be compiled yet. The message is a sentence for the editor."""


@dataclass(frozen=True)
class NamedGuide:
    """What a guide may show of another guide."""

    id: str
    title: str = ""
    href: str = ""


@dataclass
class Compilation:
    """Passed to every serializer as `context["compilation"]`. `find_guide` takes the id of a page.

    `for_clinician`: compile for judging, not for serving: pictures as the hash of their file, even if withheld, and
    citations in full where they are cited.
    """

    locale: str
    find_guide: Callable[["Compilation", str], NamedGuide | None]
    for_clinician: bool = False
    references: set[Reference] = field(default_factory=set)

    def shows(self, kind: str, id: object) -> None:
        self.references.add(Reference(kind, str(id)))

    def guide(self, page_id: object) -> NamedGuide | None:
        return self.find_guide(self, str(page_id))

    def guide_link(self, page_id: str) -> GuideLink | None:
        guide = self.guide(page_id)
        return GuideLink(guide=guide.id, href=guide.href) if guide else None


class _Made(threading.local):
    """Serializers of a thread that represent nothing at the moment."""

    def __init__(self) -> None:
        self.idle: dict[type[BaseSerializer], list[BaseSerializer]] = {}


_made = _Made()


def represent(
    serializer: type[BaseSerializer], value: Any, context: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, Any]:
    """`serializer(value, context=context).data`. Making the fields takes longest, so serializers are used again."""
    idle = _made.idle.setdefault(serializer, [])
    one = idle.pop() if idle else serializer()  # none is taken twice at once: what it represents may hold its like
    one._context = context
    try:
        return dict(one.to_representation(value))
    finally:
        one._context = {}
        idle.append(one)


def compilation_of(context: Mapping[str, Any]) -> Compilation:
    compilation = context["compilation"]
    assert isinstance(compilation, Compilation)
    return compilation
