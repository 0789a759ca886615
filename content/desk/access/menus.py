"""Menu items of the admin that are shown only to users who may open their target."""

from collections.abc import Callable
from typing import Any

from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea

from content.desk.access.pages import may_read_guides, may_work_with_pages


class OwnMenuItem(MenuItem):
    """`may_open` is the same check of the user that the view makes."""

    def __init__(self, label: Any, url: str, may_open: Callable[[Any], bool], **options: Any) -> None:
        super().__init__(label, url, **options)
        self.may_open = may_open

    def is_shown(self, request: Any) -> bool:
        return self.may_open(request.user)


class BranchSearch(SearchArea):
    """For users who work on branches but neither on guides nor read them."""

    def is_shown(self, request: Any) -> bool:
        return may_work_with_pages(request.user) and not may_read_guides(request.user)
