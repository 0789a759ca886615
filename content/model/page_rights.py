"""What a user may do with a page, by Wagtail's rules, without a query for each row of a list."""

from typing import Any

from wagtail.models import PagePermissionTester


class LeafPermissionTester(PagePermissionTester):
    def can_delete(self, ignore_bulk: bool = False) -> Any:
        """Wagtail asks the database whether anything live would go, too. Of a page without children that is known."""
        may_change = self.user.is_active and not self.user.is_superuser and "change" in self.permissions
        if may_change and "publish" not in self.permissions and self.page.is_leaf() and not self.page_is_root:
            return not self.page.live
        return super().can_delete(ignore_bulk)

    def can_view_revisions(self) -> Any:
        """Wagtail offers its history to all who are shown the page, and then refuses those who only read it."""
        return super().can_view_revisions() and (self.can_edit() or self.can_publish())
