"""Permissions for offerings: a user who may edit the page of a branch may edit its offerings.

Such a user may know guides that have been public. Users who work on guides may know them all.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.models import GroupPagePermission
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import policy_registry

from content.model.branches.models import BranchPage, find_branches
from content.model.guides.models import GuidePage
from content.model.ordering import ByCodePoint
from content.model.sources import keep_sources


class OfferingPermissionPolicy(BasePermissionPolicy):
    def user_has_permission(self, user: Any, action: str) -> bool:
        return offering_branches(user).exists()

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return instance.branch.permissions_for_user(user).can_edit()

    def instances_user_has_any_permission_for(self, user: Any, actions: list[str]) -> QuerySet[Any]:
        return self.model.objects.filter(branch__in=offering_branches(user))

    def users_with_any_permission(self, actions: list[str]) -> QuerySet[Any]:
        users = get_user_model().objects.filter(is_active=True)
        return users.filter(pk__in=[user.pk for user in users if self.user_has_any_permission(user, actions)])


def editable_branches(user: Any) -> QuerySet[BranchPage]:
    """Branches whose page the user may edit."""
    policy = policy_registry.get_by_type(BranchPage)
    return policy.instances_user_has_permission_for(user, "change").type(BranchPage).specific(defer=True)


def find_owned_branches(user: Any) -> QuerySet[BranchPage]:
    """Branches that the user looks after: a group of theirs has permissions for this very page, not for all."""
    groups = user.groups.values("pk")
    return find_branches().filter(pk__in=GroupPagePermission.objects.filter(group__in=groups).values("page"))


def find_owners(branch: BranchPage) -> QuerySet[Any]:
    """The users who look after a branch, or else who made its page."""
    users = get_user_model().objects.filter(is_active=True)
    owners = users.filter(groups__page_permissions__page=branch.pk).distinct()
    return owners if owners.exists() else users.filter(owned_pages=branch.pk)


def offering_branches(user: Any) -> QuerySet[BranchPage]:
    """Branches whose offerings the user may edit, each once, by its source page."""
    return editable_branches(user).filter(pk__in=find_branches().values("pk"))


def find_guides(user: Any) -> QuerySet[GuidePage]:
    """Guides that the user may offer, as their source pages, by title. Offerings belong to source pages."""
    mine = policy_registry.get_by_type(GuidePage).instances_user_has_any_permission_for(user, {"change", "publish"})
    known = Q(first_published_at__isnull=False) | Q(pk__in=mine.values("pk"))
    sources: QuerySet[GuidePage] = keep_sources(GuidePage.objects.defer_streamfields().filter(known))
    return sources.select_related("locale").order_by(ByCodePoint("title"), "pk")
