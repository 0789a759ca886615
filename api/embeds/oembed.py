"""oEmbed (https://oembed.com): the address of a guide, pasted into an editor, becomes an embed.

The payload is like WordPress's own embeds: the frame, and a quotation with a link, shown until the frame reports its
height.
"""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from api.answers import answer_sentence
from api.embeds.contents import Content, build_content
from api.embeds.heights import estimate_height
from api.embeds.nodes import build_nodes
from api.embeds.requests import TOP_HEADING, Asked, read_asked
from api.problems import BadParameter, NotFound
from content.model.vocabulary import SectionKey
from content.public.caching import allow_caching
from content.public.documents import encode

FORMATS = {"json": "application/json+oembed", "xml": "text/xml+oembed"}
WIDTH = 704
SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
#: Parameters that say how an embed looks. An address of a guide's page hands them on.
LOOKS = ("scheme", "variant", "heading")
#: The smallest useful frame: width and height in pixels.
SMALLEST = (200, 150)


@require_safe
def answer(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("format") or "json"
    if wanted not in ("json", "xml"):
        return answer_sentence(f"There is json and xml, not {wanted[:20]!r}.", 501)
    address = request.GET.get("url", "")
    try:
        width = _read_size(request, "maxwidth")
        height = _read_size(request, "maxheight")
        asked, frame = _find(address)
        content = build_content(asked)
    except BadParameter as error:
        return answer_sentence(str(error), 400)
    except _Private:
        return answer_sentence("What is not public can't be embedded.", 401)
    except NotFound:
        return answer_sentence("There is no public guide, section or list at that address.", 404)
    if content.status != 200:
        return answer_sentence("What was at that address is no longer public.", 404)
    payload = build_payload(content, frame, asked, width, height)
    response = HttpResponse(
        encode(payload) if wanted == "json" else _render_xml(payload),
        content_type="application/json" if wanted == "json" else "text/xml; charset=utf-8",
    )
    allow_caching(response, content.keys)
    return response


def build_payload(
    content: Content, frame: str, asked: Asked, max_width: int | None, max_height: int | None
) -> dict[str, Any]:
    group = asked.house.group.document
    width = min(WIDTH, max_width or WIDTH)
    height = min(estimate_height(build_nodes(content.html), width), max_height or 100_000)
    html = format_html(
        '<blockquote><a href="{}">{}</a></blockquote>'
        '<iframe src="{}" width="{}" height="{}" title="{}" frameborder="0" marginwidth="0" marginheight="0"'
        ' sandbox="{}" referrerpolicy="no-referrer"></iframe>',
        content.web,
        content.title,
        frame,
        width,
        height,
        content.title,
        SANDBOX,
    )
    payload: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": content.title,
        "provider_name": group["name"],
        "provider_url": settings.BASE_URL,
        "cache_age": settings.BROWSER_MAX_AGE,
        "html": str(html),
        "width": width,
        "height": height,
    }
    if content.guide and content.guide["hero"]:
        files = content.guide["hero"]["sources"][-1]["srcset"]
        fitting = [file for file in files if file["width"] <= width and file["height"] <= (max_height or 100_000)]
        if fitting:
            file = max(fitting, key=lambda file: file["width"])
            payload |= {
                "thumbnail_url": settings.BASE_URL + file["url"],
                "thumbnail_width": file["width"],
                "thumbnail_height": file["height"],
            }
    return payload


#: Characters that no XML document may have, not even escaped (https://www.w3.org/TR/xml/#charsets).
_NOT_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


def _render_xml(payload: dict[str, Any]) -> str:
    texts = {name: escape(str(value).translate(_NOT_XML)) for name, value in payload.items()}
    fields = "".join(f"<{name}>{text}</{name}>" for name, text in texts.items())
    return f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{fields}</oembed>\n'


class _Private(Exception):
    """The address is a preview's or the admin's."""


def _find(address: str) -> tuple[Asked, str]:
    """What one of our public addresses shows, and the address of its frame. Pages of guides, sections and branches, and
    frames, are known.

    Old slugs work too. Raises NotFound, BadParameter or _Private.
    """
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise NotFound(address) from error
    home = urlsplit(settings.BASE_URL)
    is_ours = parts.netloc == home.netloc or parts.hostname in settings.FORMER_HOSTS
    if not is_ours or parts.scheme not in ("http", "https"):
        raise NotFound(address)
    path = parts.path if parts.path.endswith("/") else f"{parts.path}/"
    if path.startswith(("/preview/", "/admin/")):
        raise _Private
    try:
        names = dict(resolve(path).kwargs)
    except Resolver404 as error:
        raise NotFound(address) from error
    tail = path.removeprefix("/embed/frame") if path.startswith("/embed/frame/") else path
    kind = tail.split("/")[1]
    if kind not in ("guides", "branches"):
        raise NotFound(address)
    given = {name: values[0] for name, values in parse_qs(parts.query).items()}
    query = QueryDict(mutable=True)
    query.update({name: given[name] for name in ("locale", "branch", "category", *LOOKS) if name in given})
    if "key" in names:
        names = {"guide" if kind == "guides" else "branch": names.pop("key"), **names}
    asked = read_asked(query, **names)
    guide, fragment = asked.guide, parts.fragment
    if fragment in SectionKey.values and guide and guide.is_live and guide.find_section(fragment):
        asked = replace(asked, section=asked.section or fragment)
    return asked, build_frame_address(asked)


def build_frame_address(asked: Asked) -> str:
    if asked.guide:
        tail = f"guides/{asked.guide.subject}/" + (f"{asked.section}/" if asked.section else "")
    else:
        tail = f"branches/{asked.branch.subject}/" if asked.branch else "guides/"
    given = {"locale": asked.locales[0]}
    if asked.guide and asked.branch:
        given["branch"] = asked.branch.slug
    given |= {"category": asked.category} if asked.category else {}
    return f"{settings.BASE_URL}/embed/frame/{tail}?{urlencode(given | list_looks(asked))}"


def list_looks(asked: Asked) -> dict[str, str]:
    """What is said of how it looks, by LOOKS; nothing of what is as ever."""
    heading = "" if asked.heading == TOP_HEADING else str(asked.heading)
    given = {"scheme": asked.scheme, "variant": asked.variant, "heading": heading}
    return {name: value for name, value in given.items() if value}


def _read_size(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise BadParameter(name, f"“{name}” is {text[:20]!r}: it is a number of pixels.")
    least = SMALLEST[name == "maxheight"]
    if int(text) < least:
        raise BadParameter(name, f"“{name}” is {text}: an embed needs at least {least} pixels.")
    return int(text)


def _addresses(web: str) -> dict[str, str]:
    endpoint = f"{settings.BASE_URL}/oembed/?url={quote(web, safe='')}"
    return {kind: f"{endpoint}&format={name}" for name, kind in FORMATS.items()}


def render_discovery(web: str, title: str) -> SafeString:
    """`<link>` elements by which a consumer finds the endpoint for the page at `web`."""
    links = [(kind, address, title) for kind, address in _addresses(web).items()]
    return format_html_join("", '<link rel="alternate" type="{}" href="{}" title="{}">', links)


def build_link_header(web: str) -> str:
    return ", ".join(f'<{address}>; rel="alternate"; type="{kind}"' for kind, address in _addresses(web).items())
