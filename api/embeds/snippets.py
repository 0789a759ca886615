"""Builds the snippets that a website's editor pastes: element, address, frame, or fragment."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from api.embeds import scripts
from api.embeds.contents import Content
from api.embeds.heights import ROOM, build_reserve, estimate_height
from api.embeds.nodes import build_nodes
from api.embeds.oembed import SANDBOX, WIDTH, build_frame_address
from api.embeds.requests import Asked

#: Pixels beside a box on a narrow screen, both sides together.
_MARGINS = 32


@dataclass(frozen=True)
class Snippets:
    element: str
    #: The element for a website that forbids inline styles. `strict_rule` in its stylesheet reserves the space.
    strict_element: str
    strict_rule: str
    frame: str
    address: str
    include: str
    php: str
    frame_address: str
    fragment_address: str


def build_snippets(asked: Asked, content: Content) -> Snippets:
    nodes = build_nodes(content.html)
    reserve = build_reserve(nodes)
    frame_address = build_frame_address(asked)
    fragment_address = frame_address.replace("/embed/frame/", "/embed/fragment/", 1)
    keep = _keep(reserve)
    script = format_html(
        '<script async src="{}{}" integrity="{}" crossorigin="anonymous"></script>',
        settings.BASE_URL,
        reverse("embeds:released_script", args=[scripts.digest_of(scripts.read_current())]),
        scripts.find_integrity(),
    )
    frame = format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" style="border:0;{}" loading="lazy"'
        ' sandbox="{}"></iframe>',
        frame_address,
        content.title,
        round(estimate_height(nodes, WIDTH) * ROOM),
        keep,
        SANDBOX,
    )
    path = fragment_address.removeprefix(settings.BASE_URL)
    return Snippets(
        element=f"{script}\n{_element(asked, content, reserve, keep)}",
        strict_element=f"{script}\n{_element(asked, content, reserve)}",
        strict_rule=f"{_tag(asked)} {{ display: block; {keep} }}",
        frame=f"{frame}\n{script}",
        address=find_page(asked, content),
        include=f'<!--# include virtual="{path}" -->',
        php=_render_php(fragment_address, format_html('<a href="{}">{}</a>', content.web, content.title)),
        frame_address=frame_address,
        fragment_address=fragment_address,
    )


def _render_php(address: str, otherwise: str) -> str:
    """Neither text can contain a quotation mark: addresses are encoded, and text is escaped."""
    patience = "stream_context_create(['http' => ['timeout' => 3]])"
    return f"<?php echo @file_get_contents('{address}', false, {patience}) ?: '{otherwise}'; ?>"


def find_page(asked: Asked, content: Content) -> str:
    """The web address that an editor with oEmbed turns into the embed."""
    page, _hash, section = content.web.partition("#")
    if section:
        page = page.replace("/?", f"/{section}/?", 1)
    return f"{page}&branch={asked.branch.slug}" if asked.guide and asked.branch else page


def _tag(asked: Asked) -> str:
    return "treatment-guide" if asked.guide else "treatment-list"


def _element(asked: Asked, content: Content, reserve: list[tuple[int, int]], style: str = "") -> str:
    given: dict[str, Any] = {
        "guide": asked.guide and asked.guide.subject,
        "section": asked.section,
        "branch": asked.branch and asked.branch.slug,
        "locale": asked.locales[0],
        "scheme": asked.scheme,
        "category": asked.category,
        "reserve": " ".join(f"{width}:{height}" for width, height in reserve),
        "style": style and f"display:block;{style}",
    }
    attributes = "".join(format_html(' {}="{}"', name, value) for name, value in given.items() if value)
    inside = format_html('<a href="{}">{}</a>', content.web, _("Read: {title}").format(title=content.title))
    return f"<{_tag(asked)}{attributes}>{inside}</{_tag(asked)}>"


def _keep(reserve: list[tuple[int, int]]) -> str:
    """A CSS rule that reserves the height at every screen width, by linear interpolation between the known widths."""
    lines = [f"{reserve[-1][1]}px"]
    for (width, height), (wider, lower) in pairwise(reserve):
        slope = (lower - height) / (wider - width)
        start = height - slope * (width + _MARGINS)
        lines.append(f"calc({start:.0f}px + {slope * 100:.0f}vw)")
    return f"min-height:max({','.join(lines)})"
