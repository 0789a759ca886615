"""Finds the pages that a user of the admin may know of: guides and branches that they work on or read, their lists."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from wagtail.models import Page
from wagtail.permissions import policy_registry

from content.model.branches.models import BranchPage
from content.model.guides.models import GuideIndexPage, GuidePage

#: A user with any of these permissions for a page works on it.
WORK = {"add", "change", "publish", "lock", "unlock"}


def reads_everything(user: Any) -> bool:
    """Clinicians read every guide and branch, drafts too: they sign guides, and recall them. They write none."""
    return bool(user.has_perm("content.sign_off_guide"))


def find_pages_of(user: Any) -> Any:
    """Wagtail's query set of the pages that the user works on, with all pages below them."""
    return policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, WORK)


def may_work_with_pages(user: Any) -> bool:
    return bool(policy_registry.get_by_type(Page).user_has_any_permission(user, WORK))


def may_edit_guides(user: Any) -> bool:
    """Whether the user works on guides. Cached on the user of the request, since every menu item checks it."""
    if not hasattr(user, "_may_edit_guides"):
        user._may_edit_guides = find_pages_of(user).type(GuideIndexPage, GuidePage).exists()
    return bool(user._may_edit_guides)


def may_publish_guides(user: Any) -> bool:
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "publish")
    return bool(pages.type(GuideIndexPage, GuidePage).exists())


def may_read_guides(user: Any) -> bool:
    return reads_everything(user) or may_edit_guides(user)


def may_read_pages(user: Any) -> bool:
    return reads_everything(user) or may_work_with_pages(user)


def may_read_page(user: Any, page: Any) -> bool:
    """Whether the user may read the drafts and the history of a guide or branch."""
    return reads_everything(user) or bool(page.permissions_for_user(user).can_edit())


def find_screen(user: Any, page: Any) -> str:
    """The address where the user edits the page, or reads it."""
    if page.permissions_for_user(user).can_edit():
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    return reverse("sign_off" if isinstance(page, GuidePage) else "wagtailadmin_explore", args=[page.pk])


def find_glance(user: Any, page: Any) -> str:
    """The address of the one page about a guide, in all its languages; empty for users who may not read this one.

    Costs no query for each page of a list.
    """
    if not isinstance(page, GuidePage) or not may_read_guides(user) or not may_read_page(user, page):
        return ""
    return reverse("glance", args=[page.translation_key])


def find_known_pages(user: Any) -> Any:
    """Wagtail's query set of the pages that the user works on or reads."""
    return Page.objects.all() if reads_everything(user) else find_pages_of(user)


def may_add_guides(user: Any, locale: str | None = None) -> bool:
    """Whether the user may add a page to the list of guides, in this language or in any."""
    indexes = GuideIndexPage.objects.all()
    if locale:
        indexes = indexes.filter(locale__language_code=locale)
    return any(index.permissions_for_user(user).can_add_subpage() for index in indexes)


def editable_guides(user: Any) -> Any:
    """Wagtail's query set of the guides that the user may edit."""
    pages = policy_registry.get_by_type(GuidePage).instances_user_has_permission_for(user, "change")
    return GuidePage.objects.filter(pk__in=pages.values("pk")).defer_streamfields()  # lists don't show streams


def keep_known(pages: Any, user: Any) -> Any:
    """The pages among these that the user may know of."""
    return pages.not_type(GuidePage, BranchPage) | pages.filter(pk__in=find_known_pages(user).values("pk"))


def knows_all(user: Any, wanted: Q) -> bool:
    """Whether the user may know of every guide and branch that matches `wanted`."""
    secret = Page.objects.type(GuidePage, BranchPage).filter(wanted)
    return not secret.exclude(pk__in=find_known_pages(user).values("pk")).exists()
