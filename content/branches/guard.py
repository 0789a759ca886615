"""Keeps the drafts of a branch from those who may not edit it, where Wagtail shows a page's title before it asks.

Wagtail's chooser, its question before a move and its report of page types name any page to whoever is in the admin.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from wagtail.admin.auth import permission_denied
from wagtail.models import Page

from content.branches.models import BranchPage
from content.branches.policy import editable_branches

#: These name whatever page was edited last.
_OF_ALL_PAGES = {"page_types_usage", "page_types_usage_results"}
#: What Wagtail calls the number of a page in its addresses.
_NAME_A_PAGE = {"page_id", "parent_page_id", "page_to_move_id", "page_pk", "destination_id"}


class BranchGuard(MiddlewareMixin):
    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Wagtail's own refusal where an address names a branch that the user may not edit."""
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None  # before the user is looked at, which would make every public answer vary by cookie
        user = request.user
        if user.is_superuser or not user.is_authenticated:
            return None
        if request.resolver_match and request.resolver_match.url_name in _OF_ALL_PAGES:
            return permission_denied(request)
        named = [value for name, value in kwargs.items() if name in _NAME_A_PAGE]
        branches = Page.objects.filter(pk__in=named).type(BranchPage) if named else Page.objects.none()
        if branches.exclude(pk__in=editable_branches(user).values("pk")).exists():
            return permission_denied(request)
        return None
