"""Wagtail's own doors for deleting pages: who may delete what goes with them, and in which order."""

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
        # Wagtail can't delete what is gone already: first what hangs below others, and translations before sources.
        objects.sort(key=lambda page: (-page.depth, -page.pk))
