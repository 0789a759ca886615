"""Adds the writing help and the group's list of plain words to the admin."""

from typing import Any

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from content.desk.writing import views
from content.model.plain_words.models import PlainWord


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [path("writing-advice/", views.advise, name="writing_advice")]


@hooks.register("insert_editor_js")
def writing_script() -> str:
    return format_html('<script type="module" src="{}"></script>', static("admin/writing.js"))


class PlainWordViewSet(SnippetViewSet):
    model = PlainWord
    icon = "pilcrow"
    menu_label = _("Plain words")
    menu_name = "plain_words"
    menu_order = 335
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["jargon", "plain", "language"]
    list_filter = ["language"]


register_snippet(PlainWordViewSet)
