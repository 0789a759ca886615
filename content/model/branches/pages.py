"""Reads the pages of branches, for many at once."""

from content.model.branches.models import BranchPage
from content.model.remembering import remembered_each


@remembered_each
def find_branch_pages(branches: list[str]) -> dict[str, list[BranchPage]]:
    """Branch id -> its pages in all languages, that of the source language first."""
    found: dict[str, list[BranchPage]] = {}
    for page in BranchPage.objects.filter(translation_key__in=branches).select_related("locale").order_by("pk"):
        found.setdefault(str(page.translation_key), []).append(page)
    return found
