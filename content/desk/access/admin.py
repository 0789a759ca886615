"""Hides parts of Wagtail's admin from users who may not open them: in menus and choosers."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from content.desk.access.guard import keep_open
from content.desk.access.menus import BranchSearch
from content.desk.access.pages import keep_known


@hooks.register("construct_page_chooser_queryset")
def choose_known_pages(pages: Any, request: Any) -> Any:
    """Choosers show only the guides and branches that the user works on."""
    return keep_known(pages, request.user)


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
