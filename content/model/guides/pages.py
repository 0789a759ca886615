"""Reads the pages of guides with all that their columns name, for many guides at once."""

from django.db.models import Prefetch

from content.model.guides.models import GuideCitation, GuidePage, group_by_guide
from content.model.remembering import remembered_each


@remembered_each
def find_pages(guides: list[str]) -> dict[str, list[GuidePage]]:
    """Guide id -> its pages in all languages, in the order of the tree, with what their columns and citations name."""
    citations = Prefetch("guide_citations", GuideCitation.objects.select_related("citation"))
    pages = GuidePage.objects.filter(translation_key__in=guides).select_related("locale", "category", "reviewer")
    pages = pages.prefetch_related(citations)
    return {str(guide): found for guide, found in group_by_guide(pages).items()}
