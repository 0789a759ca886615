"""Adds “Share and embed” to the admin."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from api.embeds.panel import panel


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [path("embeds/", panel, name="embeds_panel")]


@hooks.register("register_admin_menu_item")
def register_embeds() -> MenuItem:
    return MenuItem(_("Share and embed"), reverse("embeds_panel"), icon_name="code", order=135)


@hooks.register("register_page_header_buttons")
def add_page_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Adds the button to live guides and branches; `web_folder` tells which of the two a page is."""
    folder = getattr(page, "web_folder", None)
    if folder not in ("guides", "branches") or not page.live:
        return
    chosen = {"locale": page.locale.language_code}
    chosen |= {"guide": page.translation_key} if folder == "guides" else {"branch": page.slug}
    address = f"{reverse('embeds_panel')}?{urlencode(chosen)}"
    yield Button(_("Share and embed"), address, icon_name="code", priority=86)
