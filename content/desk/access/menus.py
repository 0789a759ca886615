"""Items of the admin's menu that are shown to whoever may open what they lead to, and to nobody else."""

from collections.abc import Callable
from typing import Any

from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea

from content.desk.access.pages import may_edit_guides, may_work_with_pages


class OwnMenuItem(MenuItem):
    """`may_open` is what the view itself asks of a user before it answers."""

    def __init__(self, label: Any, url: str, may_open: Callable[[Any], bool], **options: Any) -> None:
        super().__init__(label, url, **options)
        self.may_open = may_open

    def is_shown(self, request: Any) -> bool:
        return self.may_open(request.user)


class BranchSearch(SearchArea):
    """For whoever works on branches and on no guides."""

    def is_shown(self, request: Any) -> bool:
        return may_work_with_pages(request.user) and not may_edit_guides(request.user)
