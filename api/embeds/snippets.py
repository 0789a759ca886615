"""Builds the snippets that a website's editor pastes: element, address, or frame."""

from dataclasses import dataclass
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
from api.embeds.requests import TOP_HEADING, Asked
from api.embeds.spaces import Reserve, build_element_rule, build_frame_style


@dataclass(frozen=True)
class Snippets:
    element: str
    frame: str
    #: For a website that forbids inline styles. Each rule, in its stylesheet, reserves the space of this embed alone.
    strict_element: str
    element_rule: str
    strict_frame: str
    frame_rule: str
    address: str
    frame_address: str
    fragment_address: str


def build_snippets(asked: Asked, content: Content) -> Snippets:
    nodes = build_nodes(content.html)
    reserve = build_reserve(nodes)
    frame_address = build_frame_address(asked)
    fragment_address = frame_address.replace("/embed/frame/", "/embed/fragment/", 1)
    rule, style = build_element_rule(_select(asked), reserve), build_frame_style(reserve)
    script = format_html(
        '<script async src="{}{}" integrity="{}" crossorigin="anonymous" referrerpolicy="no-referrer"></script>',
        settings.BASE_URL,
        reverse("embeds:released_script", args=[scripts.digest_of(scripts.read_current())]),
        scripts.find_integrity(),
    )
    height = estimate_height(nodes, WIDTH) + ROOM
    return Snippets(
        element=f"{script}\n<style>{rule}</style>\n{_element(asked, content, reserve)}",
        frame=f"{_frame(frame_address, content, height, style)}\n{script}",
        strict_element=f"{script}\n{_element(asked, content, reserve)}",
        element_rule=rule,
        strict_frame=f"{_frame(frame_address, content, height)}\n{script}",
        frame_rule=f'iframe[src="{frame_address}"] {{ {style} }}',
        address=find_page(asked, content),
        frame_address=frame_address,
        fragment_address=fragment_address,
    )


def _frame(address: str, content: Content, height: int, style: str = "") -> str:
    styled = format_html(' style="{}"', style) if style else ""
    frame = (
        '<iframe src="{}" title="{}" width="100%" height="{}"{} loading="lazy" sandbox="{}"'
        ' referrerpolicy="no-referrer"></iframe>'
    )
    return format_html(frame, address, content.title, height, styled, SANDBOX)


def find_page(asked: Asked, content: Content) -> str:
    """The web address that an editor with oEmbed turns into the embed."""
    page, _hash, section = content.web.partition("#")
    if section:
        page = page.replace("/?", f"/{section}/?", 1)
    return f"{page}&branch={asked.branch.slug}" if asked.guide and asked.branch else page


def _tag(asked: Asked) -> str:
    return "treatment-guide" if asked.guide else "treatment-list"


def _name_what(asked: Asked) -> dict[str, Any]:
    """The attributes that say what is shown; None where one is left out."""
    return {
        "guide": asked.guide and asked.guide.subject,
        "section": asked.section,
        "branch": asked.branch and asked.branch.slug,
        "locale": asked.locales[0],
        "scheme": asked.scheme,
        "category": asked.category,
        "variant": asked.variant,
        "heading": asked.heading if asked.heading != TOP_HEADING else None,
    }


def _select(asked: Asked) -> str:
    """A selector of the elements that show this, and of no other embed of the page."""
    given = _name_what(asked).items()
    said = "".join(f'[{name}="{value}"]' if value else f":not([{name}])" for name, value in given)
    return f"{_tag(asked)}{said}"


def _element(asked: Asked, content: Content, reserve: Reserve) -> str:
    given = _name_what(asked) | {"reserve": " ".join(f"{width}:{height}" for width, height in reserve)}
    attributes = "".join(format_html(' {}="{}"', name, value) for name, value in given.items() if value)
    inside = format_html('<a href="{}">{}</a>', content.web, _("Read: {title}").format(title=content.title))
    return f"<{_tag(asked)}{attributes}>{inside}</{_tag(asked)}>"
