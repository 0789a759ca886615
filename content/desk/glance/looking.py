"""Whose guide is looked at, and by whom: what all parts of the page read, each thing once."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from wagtail.models import Locale

from content.approval.signoff.signing import find_open_parts
from content.desk.access.pages import may_read_page
from content.edition.models import Current
from content.model.guides.models import GuidePage, group_by_guide
from content.model.vocabulary import Kind, State

#: Columns of editions that are large, and not shown.
_HEAVY = ("body_gzip", "body_br", "card_body", "source", "places")


@dataclass(frozen=True)
class Draft:
    """The newest draft of a page. `open_parts`: those that wait to be signed."""

    page: GuidePage
    open_parts: list[str]


class Look:
    """`pages`: those that the user may read, the source first, if it is among them."""

    def __init__(self, subject: UUID, user: Any) -> None:
        self.subject, self.user = subject, user
        found = GuidePage.objects.filter(translation_key=subject).order_by("pk").defer_streamfields()
        named = found.select_related("locale", "category", "latest_revision__user").defer("latest_revision__content")
        self.all_pages = [page for pages in group_by_guide(named).values() for page in pages]
        self.pages = [page for page in self.all_pages if may_read_page(user, page)]

    @property
    def source(self) -> GuidePage:
        return self.all_pages[0]

    @property
    def guides(self) -> Any:
        """A query set of the pages, for readers that ask more of them."""
        return GuidePage.objects.filter(pk__in=[page.pk for page in self.pages]).defer_streamfields()

    @cached_property
    def locales(self) -> list[Locale]:
        return list(Locale.objects.order_by("pk"))

    @cached_property
    def current(self) -> dict[str, Current]:
        """Language -> what is public there, or a tombstone."""
        rows = Current.objects.filter(kind=Kind.GUIDE, subject=self.subject).select_related("edition__release")
        return {row.locale: row for row in rows.defer(*(f"edition__{name}" for name in _HEAVY))}

    @cached_property
    def drafts(self) -> dict[int, Draft]:
        """Key of a page -> its newest draft."""
        drafts = {page.pk: page.get_latest_revision_as_object() for page in self.pages}
        return {pk: Draft(draft, list(find_open_parts(draft))) for pk, draft in drafts.items()}

    def is_public(self, page: GuidePage) -> bool:
        current = self.current.get(page.locale.language_code)
        return current is not None and current.state == State.LIVE

    def is_ahead(self, page: GuidePage) -> bool:
        """Whether the newest draft says something that is not public."""
        return page.has_unpublished_changes or not page.live
