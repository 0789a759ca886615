"""Hooks for deleting pages in Wagtail: check the translations that are deleted too, and sort the pages."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from content.desk.deleting.consequences import refuse_others_translations


@hooks.register("before_delete_page")
def ask_of_one(request: HttpRequest, page: Page) -> None:
    if request.method == "POST":
        refuse_others_translations(request.user, [page])


@hooks.register("before_bulk_action")
def ask_of_many(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    if action_type == "delete" and action.model is Page:
        refuse_others_translations(request.user, objects)
        # Wagtail fails on pages that are gone already: delete lower pages first, and translations before sources.
        objects.sort(key=lambda page: (-page.depth, -page.pk))
