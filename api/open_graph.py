"""Describes a page for websites and apps on which its address is shared (Open Graph, https://ogp.me)."""

from typing import Any

from django.conf import settings
from django.utils.html import format_html_join
from django.utils.safestring import SafeString


def render_open_graph(
    *, site: str, title: str, description: str, url: str, hero: dict[str, Any] | None = None
) -> SafeString:
    """`<meta>` elements. `hero`: the picture of a document, in its largest size that every website reads."""
    said: list[tuple[str, Any]] = [
        ("site_name", site),
        ("type", "article" if hero else "website"),
        ("title", title),
        ("description", description),
        ("url", url),
    ]
    if hero:
        file = hero["sources"][-1]["srcset"][-1]
        said += [("image", settings.BASE_URL + file["url"]), ("image:alt", hero["alt"])]
        said += [(f"image:{name}", file[name]) for name in ("width", "height")]
    return format_html_join("", '<meta property="og:{}" content="{}">', [(name, text) for name, text in said if text])
