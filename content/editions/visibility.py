"""The one definition of public. Settle asks it; everything else reads editions."""

from dataclasses import dataclass
from typing import Any

from content.branches.models import Offering
from content.compilation import Compilation
from content.guides.models import GuidePage


def is_public(page: Any) -> bool:
    """Whether a guide's or branch's page is live and open to everybody, on this page and on all above it."""
    return page.live and not page.get_view_restrictions().exists()


def is_guide_public(page: GuidePage) -> bool:
    """A translation is public only while its source is: its facts come from there."""
    return is_public(page) and (page.is_source or is_public(page.source_page))


def is_offering_public(offering: Offering) -> bool:
    return is_public(offering.branch) and is_guide_public(offering.guide)


@dataclass(frozen=True)
class _PublicGuide:
    id: str
    title: str
    href: str


def find_public_guide(compilation: Compilation, page_id: str) -> _PublicGuide | None:
    """The guide behind a page's id in the compilation's locale, or else in its source's; None if not public.

    The reference is noted either way, so that the guide's becoming public is noticed.
    """
    page = GuidePage.objects.filter(pk=page_id).first() if page_id.isdigit() else None
    if page is None:
        return None
    compilation.shows("guide", page.translation_key)
    translations = {p.locale.language_code: p for p in GuidePage.objects.filter(translation_key=page.translation_key)}
    for candidate in (translations.get(compilation.locale), page.source_page):
        if candidate and is_guide_public(candidate):
            return _PublicGuide(str(candidate.translation_key), candidate.title, candidate.web_path)
    return None
