"""Extends Wagtail's forms of pages and shared things: conflicts, expiry, slugs, the session."""

from typing import Any

from django.contrib import messages
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from wagtail import hooks

from content.desk.editing.session import session
from content.model.conflicts import note_edit
from content.model.forms import explain_slug, find_expired


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [path("session/", session, name="session")]


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
@hooks.register("before_edit_setting")
def compare_when_saved(request: Any, instance: Any) -> None:
    note_edit(instance, is_older="revision_id" in request.resolver_match.kwargs)


@hooks.register("after_edit_page")
@hooks.register("after_edit_snippet")
def tell_of_expiry(request: Any, instance: Any) -> None:
    is_open = request.accepts("text/html") and "action-publish" not in request.POST
    if is_open and (said := find_expired(instance)):
        messages.warning(request, said)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_of_slug(request: Any, page: Any) -> None:
    if request.accepts("text/html") and (said := explain_slug(page)):
        messages.warning(request, said)


@hooks.register("insert_editor_js")
def editor_script() -> str:
    return format_html('<script src="{}"></script>', static("admin/editing.js"))


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("admin/guides.css"))
