"""The context of a compilation: its locale, and references to everything that its document shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
    #: The serializers that `represent` has made so far.
    serializers: dict[type[BaseSerializer], BaseSerializer] = field(default_factory=dict)

    def shows(self, kind: str, id: object) -> None:
        self.references.add(Reference(kind, str(id)))

    def guide(self, page_id: object) -> NamedGuide | None:
        return self.find_guide(self, str(page_id))

    def guide_link(self, page_id: str) -> GuideLink | None:
        guide = self.guide(page_id)
        return GuideLink(guide=guide.id, href=guide.href) if guide else None


def represent(serializer: type[BaseSerializer], value: Any, context: Mapping[str, Any]) -> dict[str, Any]:
    """`serializer(value, context=context).data`. Making the fields takes longest, so each serializer is made once."""
    made = compilation_of(context).serializers
    if serializer not in made:
        made[serializer] = serializer(context=context)
    return dict(made[serializer].to_representation(value))


def compilation_of(context: Mapping[str, Any]) -> Compilation:
    compilation = context["compilation"]
    assert isinstance(compilation, Compilation)
    return compilation
