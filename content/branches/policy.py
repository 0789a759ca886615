"""Who may edit an offering: whoever may edit the page of its branch. Wagtail's page permissions decide."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import policy_registry

from content.branches.models import BranchPage


class OfferingPermissionPolicy(BasePermissionPolicy):
    def user_has_permission(self, user: Any, action: str) -> bool:
        return editable_branches(user).exists()

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return instance.branch.permissions_for_user(user).can_edit()

    def instances_user_has_any_permission_for(self, user: Any, actions: list[str]) -> QuerySet[Any]:
        return self.model.objects.filter(branch__in=editable_branches(user))

    def users_with_any_permission(self, actions: list[str]) -> QuerySet[Any]:
        users = get_user_model().objects.filter(is_active=True)
        return users.filter(pk__in=[user.pk for user in users if self.user_has_any_permission(user, actions)])


def editable_branches(user: Any) -> QuerySet[BranchPage]:
    """Branches whose page the user may edit."""
    policy = policy_registry.get_by_type(BranchPage)
    return policy.instances_user_has_permission_for(user, "change").type(BranchPage).specific(defer=True)
