"""Builds the snippets that a website's editor pastes: element, address, or frame."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from api.embeds import scripts
from api.embeds.contents import Content
from api.embeds.heights import build_reserve
from api.embeds.nodes import build_nodes
from api.embeds.oembed import LOOKS, SANDBOX, build_frame_address, list_looks
from api.embeds.requests import CLICK, Asked
from api.embeds.spaces import WINDOW, Reserve, build_element_rule, build_frame_rule


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


def build_snippets(asked: Asked, content: Content, loading: str = "") -> Snippets:
    """`loading`: when the element asks for its words, as its attribute says it."""
    reserve = build_reserve(build_nodes(content.html))
    frame_address = build_frame_address(asked)
    fragment_address = frame_address.replace("/embed/frame/", "/embed/fragment/", 1)
    name = f"tg-{scripts.digest_of(frame_address.encode())[:8]}"
    frame, frame_rule = _frame(frame_address, content, name), build_frame_rule(f".{name}", reserve)
    # Nobody knows when somebody will click, so no space is kept.
    kept = [] if loading == CLICK else reserve
    element, rule = _element(asked, content, kept, loading), build_element_rule(_select(asked), kept) if kept else ""
    script = format_html(
        '<script async src="{}{}" integrity="{}" crossorigin="anonymous" referrerpolicy="no-referrer"></script>',
        settings.BASE_URL,
        reverse("embeds:released_script", args=[scripts.digest_of(scripts.read_current())]),
        scripts.find_integrity(),
    )
    return Snippets(
        element="\n".join([script, *([f"<style>{rule}</style>"] if rule else []), element]),
        frame=f"<style>{frame_rule}</style>\n{frame}\n{script}",
        strict_element=f"{script}\n{element}",
        element_rule=rule,
        strict_frame=f"{frame}\n{script}",
        frame_rule=frame_rule,
        address=find_page(asked, content),
        frame_address=frame_address,
        fragment_address=fragment_address,
    )


def _frame(address: str, content: Content, name: str) -> str:
    """In a box, with the prop that makes it as high as a window, and the link below it. A script needs neither."""
    return format_html(
        '<div class="tg-frame {}">'
        '<img src="{}{}" alt="" width="1" height="1" loading="lazy" referrerpolicy="no-referrer">'
        '<iframe src="{}" title="{}" width="100%" height="{}" frameborder="0" loading="lazy" sandbox="{}"'
        ' referrerpolicy="no-referrer"></iframe>{}</div>',
        name,
        settings.BASE_URL,
        reverse("embeds:prop"),
        address,
        content.title,
        WINDOW,
        SANDBOX,
        _link(content),
    )


def _link(content: Content) -> str:
    """What is shown where words don't come."""
    return format_html('<a href="{}">{}</a>', content.web, _("Read: {title}").format(title=content.title))


def find_page(asked: Asked, content: Content) -> str:
    """The web address that an editor with oEmbed turns into the embed."""
    page, _hash, section = content.web.partition("#")
    if section:
        page = page.replace("/?", f"/{section}/?", 1)
    if not asked.guide:
        return page
    given = ({"branch": asked.branch.slug} if asked.branch else {}) | list_looks(asked)
    return f"{page}&{urlencode(given)}" if given else page


def _tag(asked: Asked) -> str:
    return "treatment-guide" if asked.guide else "treatment-list"


def _name_what(asked: Asked) -> dict[str, Any]:
    """The attributes that say what is shown; None where one is left out."""
    return (
        {
            "guide": asked.guide and asked.guide.subject,
            "section": asked.section,
            "branch": asked.branch and asked.branch.slug,
            "locale": asked.locales[0],
            "category": asked.category,
        }
        | dict.fromkeys(LOOKS)
        | list_looks(asked)
    )


def _select(asked: Asked) -> str:
    """A selector of the elements that show this, and of no other embed of the page."""
    given = _name_what(asked).items()
    said = "".join(f'[{name}="{value}"]' if value else f":not([{name}])" for name, value in given)
    return f"{_tag(asked)}{said}"


def _element(asked: Asked, content: Content, reserve: Reserve, loading: str) -> str:
    kept = " ".join(f"{width}:{height}" for width, height in reserve)
    given = _name_what(asked) | {"loading": loading, "reserve": kept}
    attributes = "".join(format_html(' {}="{}"', name, value) for name, value in given.items() if value)
    return f"<{_tag(asked)}{attributes}>{_link(content)}</{_tag(asked)}>"
