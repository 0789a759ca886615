"""What Wagtail asks of a user and all pages: clinicians explore, list and search them without a right to change any."""

from typing import Any

from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from content.desk.access.pages import reads_everything

#: What Wagtail asks for all at once, before it shows pages: whether the user has to do with any.
ANY = {"add", "change", "publish", "bulk_delete", "lock", "unlock"}


class ReadingPolicy(PagePermissionPolicy):
    """Wagtail's own, which knows no right to read. What is done to a page is asked of it as before."""

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        if super().user_has_any_permission(user, actions):
            return True
        return set(actions) >= ANY and reads_everything(user)

    def instances_with_direct_explore_permission(self, user: Any) -> Any:
        if reads_everything(user):
            return Page.objects.filter(depth=1)
        return super().instances_with_direct_explore_permission(user)

    def explorable_instances(self, user: Any) -> Any:
        return self.model._default_manager.all() if reads_everything(user) else super().explorable_instances(user)
