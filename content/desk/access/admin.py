"""Hides parts of Wagtail's admin from users who may not open them: in menus and choosers."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import ListingButton
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from content.desk.access.guard import keep_open
from content.desk.access.menus import BranchSearch
from content.desk.access.pages import find_screen, keep_known, reads_everything
from content.desk.access.policy import ReadingPolicy
from content.model.guides.models import GuidePage

register_permission_policy(Page, ReadingPolicy())


@hooks.register("construct_page_chooser_queryset")
def choose_known_pages(pages: Any, request: Any) -> Any:
    """Choosers show only the guides and branches that the user works on."""
    return keep_known(pages, request.user)


@hooks.register("register_page_listing_buttons")
def offer_to_read(page: Any, user: Any, next_url: str | None = None) -> Iterator[ListingButton]:
    """For clinicians, in whose lists Wagtail links no title, since they may not edit the page."""
    if isinstance(page, GuidePage) and reads_everything(user) and not page.permissions_for_user(user).can_edit():
        yield ListingButton(_("Read"), find_screen(user, page), icon_name="view", priority=10)


@hooks.register("construct_main_menu")
@hooks.register("construct_reports_menu")
@hooks.register("construct_settings_menu")
def hide_what_is_closed(request: Any, menu_items: list[MenuItem]) -> None:
    keep_open(request, menu_items)


@hooks.register("construct_main_menu")
def hide_documents(request: Any, menu_items: list[MenuItem]) -> None:
    """Guides link to no files: a file would be a sixth place for the same text."""
    menu_items[:] = [item for item in menu_items if item.name != "documents"]


@hooks.register("register_admin_search_area")
def search_branches() -> BranchSearch:
    """For users who edit no guides, in place of Wagtail's page search, which shows every branch and author."""
    return BranchSearch(_("Branches"), reverse("branch_listing:index"), icon_name="home", order=0)
