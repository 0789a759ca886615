"""Adds the history of a page to the admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from content.desk.access.pages import may_read_page
from content.desk.history import returning, views
from content.desk.signoff.views import may_read
from content.model.audit import register_actions
from content.model.branches.models import BranchPage
from content.model.guides.models import GuidePage

_SUBJECT = "history/<str:kind>/<uuid:subject>/<str:locale>/"


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("audit/<int:page_id>/", views.audit, name="audit"),
        path(f"{_SUBJECT}", views.history, name="history"),
        path(f"{_SUBJECT}<int:version>/", views.edition, name="edition"),
        *(
            path(f"{_SUBJECT}<int:version>/{way}/", views.sheet, {"way": way}, name=f"edition_{way}")
            for way in ("web", "phone", "difference", "proof")
        ),
        path(f"{_SUBJECT}<int:version>/return/", returning.return_to, name="return_to_edition"),
        path(f"{_SUBJECT}<int:version>/redact/", views.redact, name="redact_edition"),
    ]


def find_history(page: Any, user: Any) -> str:
    """The address of “What patients saw”; empty where there is nothing that the user may read."""
    is_known = isinstance(page, GuidePage | BranchPage) and page.first_published_at is not None
    if not is_known or not may_read_page(user, page):
        return ""
    kind = "guide" if isinstance(page, GuidePage) else "branch"
    return reverse("history", args=[kind, page.translation_key, page.locale.language_code])


@hooks.register("register_page_header_buttons")
def add_buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """“What patients saw”, for users who may read the page; “Who did what”, for users who may read its sign-offs."""
    if isinstance(page, GuidePage) and may_read(user, page):
        yield Button(_("Who did what"), reverse("audit", args=[page.pk]), icon_name="list-ul", priority=92)
    if address := find_history(page, user):
        yield Button(_("What patients saw"), address, icon_name="history", priority=90)


@hooks.register("register_page_listing_more_buttons")
def add_button_to_list(page: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if address := find_history(page, user):
        yield Button(_("What patients saw"), address, icon_name="history", priority=52)


@hooks.register("register_log_actions")
def describe_log_actions(actions: Any) -> None:
    register_actions(actions)
