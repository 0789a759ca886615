"""Checks, before any address of the admin answers, whether the user may open it and the rows that it names.

address -> its row in the table (table.py) -> the pages and rows that address, query and dialogs name -> the view

Wagtail checks most of this itself, but choosers, reports and bulk actions show titles before they check.
"""

import logging
from contextlib import suppress
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.deprecation import MiddlewareMixin
from wagtail.admin.auth import permission_denied
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from content.desk.access import table
from content.desk.access.pages import knows_all, may_work_with_pages

logger = logging.getLogger("security")
#: Wagtail's names for the key of a page, in addresses and queries.
NAMES_OF_PAGES = {"page_id", "parent_page_id", "page_to_move_id", "page_pk", "destination_id"}
PAGES_ASKED_FOR = (
    *("target_pages[]", "childOf", "parent_page_id"),
    *("child_of", "ancestor_of", "descendant_of", "translation_of"),
)
#: Addresses that name their rows by `?id=`.
BY_ID = ("wagtailadmin_choose_page_chosen_multiple", "wagtail_bulk_action")
#: Wagtail's names for the key of a row, in addresses where it may be any text.
KEYS = {"pk", "object_id"}
EVERY_ROW = "all"
EXPLORER = "wagtailadmin_explore"
#: Larger than any key: a BigAutoField can't hold it.
TOO_LARGE = 2**63


@cache
def find_rule(name: str) -> table.Rule:
    return table.find_rule(table.build_rows(get_snippet_models()), name)


class AccessGuard(MiddlewareMixin):
    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Wagtail's own refusal, or None if the user may open the address. Raises Http404 if it can name no row."""
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None  # before `request.user` is read, which would make every public answer vary by cookie
        user, match = request.user, request.resolver_match
        if not user.is_authenticated or match is None:
            return None  # Wagtail sends anonymous users to the log-in
        if names_no_row(request, match) or has_no_form(match):
            raise Http404
        if user.is_superuser:
            return None
        if is_there_for(user, match) and (asks_for_itself(match) or may_know_what_is_named(request, match)):
            return None
        if match.view_name.startswith(EXPLORER) and may_work_with_pages(user):
            return redirect("branch_listing:index")  # Wagtail redirects there after most actions on a page
        logger.info("refused: account %r, %s %s", user.get_username(), request.method, request.path)
        return permission_denied(request)


def names_no_row(request: HttpRequest, match: ResolverMatch) -> bool:
    """Whether a key that is named can't be one. Views look it up all the same, and fail."""
    keys = [value for name, value in match.kwargs.items() if name in KEYS or isinstance(value, int)]
    if match.view_name.endswith("chosen_multiple"):
        keys += request.GET.getlist("id")
    return len(read_numbers(keys)) < len(keys)


def has_no_form(match: ResolverMatch) -> bool:
    """Whether it makes a new thing in a chooser of snippets, which have a screen of their own. Wagtail's view fails."""
    return match.func.__module__.startswith("wagtail.snippets.views.chooser") and match.url_name == "create"


def asks_for_itself(match: ResolverMatch) -> bool:
    """Whether it is one of our own addresses, or Wagtail's last one, which always answers 404.

    Wagtail's views for our snippets have a namespace, even where the class is ours: the table covers them.
    """
    if match.url_name:
        return not match.namespaces and match.func.__module__.startswith(("content.", "api."))
    return (match.func.__module__, match.func.__name__) == ("wagtail.admin.views.home", "default")


def is_there_for(user: Any, match: ResolverMatch) -> bool:
    return asks_for_itself(match) or find_rule(match.view_name)(user, match.kwargs)


def keep_open(request: HttpRequest, items: list[Any]) -> None:
    """Remove the items of a menu that the user may not open."""
    user: Any = request.user
    items[:] = [item for item in items if user.is_superuser or _leads_somewhere(user, getattr(item, "url", ""))]


def _leads_somewhere(user: Any, url: str) -> bool:
    try:
        match = resolve(urlsplit(str(url)).path)
    except Resolver404:
        return True  # an external link, or a heading
    return is_there_for(user, match)


def may_know_what_is_named(request: HttpRequest, match: ResolverMatch) -> bool:
    named: dict[str, Any] = match.kwargs
    pages = [value for name, value in named.items() if name in NAMES_OF_PAGES]
    pages += [value for name in PAGES_ASKED_FOR for value in request.GET.getlist(name)]
    if match.view_name in BY_ID:
        model = apps.get_model(named["app_label"], named["model_name"]) if "model_name" in named else Page
        if not may_know_rows(request.user, model, request.GET.getlist("id")):
            return False
    if match.view_name.startswith(("wagtailadmin_pages:", "wagtailadmin_api:pages:")):
        pages += [named["pk"]] if "pk" in named else []
    return knows_all(request.user, Q(pk__in=read_numbers(pages)))


def read_numbers(values: list[Any]) -> list[int]:
    """The values that can be keys of rows, parsed by `int` as in the views."""
    numbers = []
    for value in values:
        with suppress(ValueError):
            numbers.append(int(value))
    return [number for number in numbers if 0 < number < TOO_LARGE]


def may_know_rows(user: Any, model: Any, ids: list[str]) -> bool:
    """Whether the user has any permission for each of these rows; for all rows of the model if `ids` says so."""
    wanted = Q() if EVERY_ROW in ids else Q(pk__in=read_numbers(ids))
    if issubclass(model, Page):
        return knows_all(user, wanted)
    known = policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, table.ACTIONS)
    return not model._default_manager.filter(wanted).exclude(pk__in=known.values("pk")).exists()
