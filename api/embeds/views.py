"""The views of embeds: nodes for the element, a page for a frame, a fragment for other servers, and the script."""

import hashlib
from base64 import b64encode
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any
from urllib.parse import urlencode

from csp.constants import SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from api.answers import answer_bytes, answer_sentence
from api.embeds import oembed, scripts, structured, styling
from api.embeds.contents import Content, build_content, build_draft, build_missing, find_theme
from api.embeds.nodes import build_nodes
from api.embeds.requests import Asked, read_asked
from api.embeds.spaces import PROP
from api.open_graph import render_open_graph
from api.problems import Problem
from api.redirects import lead_on
from cms.compression import COMPRESSORS, choose_encoding
from content.model.vocabulary import Kind
from content.public import reading
from content.public.caching import allow_caching, keep_private, key_of
from content.public.documents import encode

#: The address to which the element and the frame report that they were shown.
SEEN = "/embed/seen/"
#: How long what its address names by digest may be kept.
FOR_EVER = "max-age=31536000, immutable"
#: A frame inherits no font and no colour scheme: it is light until the website says that it is dark. Where it is lower
#: than its content, the words fade out at its end until the end is reached: many phones show no scroll bar.
FRAME_CSS = (
    ":root{color-scheme:light}body{margin:0;background:transparent;font-family:system-ui,sans-serif}"
    "@supports (animation-timeline:scroll()){body::after{content:'';position:fixed;inset:auto 0 0;block-size:2rem;"
    "pointer-events:none;opacity:0;background:linear-gradient(transparent,var(--tg-ground));"
    "animation:tg-more linear;animation-timeline:scroll(root)}@keyframes tg-more{0%,90%{opacity:1}to{opacity:0}}}"
)
View = Callable[[HttpRequest, Asked, Content], HttpResponse]
Refusal = Callable[[HttpRequest, Problem], HttpResponse]


def _refuse(request: HttpRequest, problem: Problem) -> HttpResponse:
    return answer_sentence(problem.detail, problem.status)


def embeds(view: View, *, leads_on: bool = True, refuse: Refusal = _refuse) -> Callable[..., HttpResponse]:
    """Run a view with the content that the address names. `refuse` answers where it names none: in one plain sentence.

    `leads_on`: whether an old slug is redirected to the new one, or its content is given as it is.
    """

    @wraps(view)
    def run(request: HttpRequest, **names: str) -> HttpResponse:
        try:
            asked = read_asked(request.GET, **names)
        except Problem as problem:
            return refuse(request, problem)
        content = build_content(asked)
        is_moved = leads_on and asked.moved and content.status == 200
        response = lead_on(request, asked.moved) if is_moved else view(request, asked, content)
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return require_safe(run)


def build_beacon(content: Content) -> dict[str, Any] | None:
    if not content.shown or not settings.BEACON_EVERY:
        return None
    return {"url": settings.BASE_URL + SEEN, "rate": 1 / settings.BEACON_EVERY}


@embeds
def nodes(request: HttpRequest, asked: Asked, content: Content) -> HttpResponse:
    """For the element. Always 200, since gone and not offered content has words to show; `status` tells it apart."""
    document = {
        "status": content.status,
        "title": content.title,
        "css": content.css,
        "nodes": build_nodes(content.html),
        "beacon": build_beacon(content),
        "shown": content.shown,
    }
    body = encode(document)
    return answer_bytes(request, _encode(request, body), keys=content.keys, locale=content.locale)


def _encode(request: HttpRequest, body: bytes) -> dict[str, bytes]:
    """The body as it is, and in the encoding that is given to this client."""
    encoding = choose_encoding(request)
    return {"": body, encoding: _compress(body, encoding)} if encoding else {"": body}


@lru_cache(maxsize=256)
def _compress(body: bytes, encoding: str) -> bytes:
    return COMPRESSORS[encoding](body)


def _answer_frame(request: HttpRequest, asked: Asked, content: Content) -> HttpResponse:
    """A page with the embed alone: for a frame, a tab, or print."""
    is_shown = content.status == 200
    discovery = oembed.render_discovery(content.web, content.title) if is_shown else ""
    shared = _render_shared(asked, content) if is_shown else ""
    response = _render_frame(request, content, _find_ancestors(asked), discovery=discovery, open_graph=shared)
    allow_caching(response, content.keys)
    response["Content-Language"] = content.locale
    if is_shown:
        response["Link"] = oembed.build_link_header(content.web)
    return response


def _render_shared(asked: Asked, content: Content) -> SafeString:
    guide, group = content.guide, asked.house.group.document
    return render_open_graph(
        site=group["name"],
        title=content.title,
        description=guide["summary"] if guide else group["purpose"],
        url=content.web,
        hero=guide["hero"] if guide else None,
    )


def _refuse_frame(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Any website may show it: it says nothing. Nobody keeps it: tomorrow the guide may be there."""
    response = _render_frame(request, build_missing(request.GET, problem), ["*"])
    response["Cache-Control"] = "no-store"
    return response


frame = xframe_options_exempt(embeds(_answer_frame, refuse=_refuse_frame))


def _render_frame(request: HttpRequest, content: Content, ancestors: list[str], **context: Any) -> HttpResponse:
    css = FRAME_CSS + content.css
    context |= {"content": content, "css": mark_safe(css), "html": _open_outside(content.html)}
    if beacon := build_beacon(content):
        context["beacon"] = encode(beacon | {"shown": content.shown}).decode()
    with override(content.locale):
        response = render(request, "embeds/frame.html", context, status=content.status)
    digest = b64encode(hashlib.sha256(css.encode()).digest()).decode()
    home = [SELF, settings.BASE_URL]
    response._csp_replace = {  # type: ignore[attr-defined]
        "style-src": [f"'sha256-{digest}'"],
        "frame-ancestors": ancestors,
        "img-src": [*home, "data:"],
        "connect-src": home,
    }
    return response


def _open_outside(html: str) -> SafeString:
    """Links open in a new tab, so that they don't replace the website."""
    return mark_safe(html.replace("<a ", '<a target="_blank" rel="noopener" '))


def _find_ancestors(asked: Asked) -> list[str]:
    """The websites that may frame it: all, or only the branch's; without a branch, then none."""
    if settings.EMBED_ANCESTORS == "any":
        return ["*"]
    return [SELF, *reading.read_websites(asked.branch)]


def render_draft(request: HttpRequest, document: dict[str, Any], branch: str = "") -> HttpResponse:
    """The embed of a draft, for previews."""
    content = build_draft(document, branch)
    notice = _("Draft: this page is not public.")
    response = _render_frame(request, content, [SELF], is_draft=True, draft_notice=notice)
    keep_private(response)
    return response


def _answer_fragment(request: HttpRequest, asked: Asked, content: Content) -> HttpResponse:
    """HTML that another server puts into its page: complete, with styles for its own classes, and with JSON-LD.

    `css=link` links the styles, for pages that forbid inline ones; `css=none` leaves them out.
    """
    css = _render_styles(asked, request.GET.get("css", ""))
    data = ""
    if content.guide:
        group = asked.house.group.document
        document = structured.build_json_ld(
            content.guide, content.section, title=content.title, web=content.web, group=group
        )
        data = structured.render_json_ld(document)
    body = f'<div class="tg-root">{css}{content.html}{data}</div>\n'.encode()
    if content.status != 200:
        response = HttpResponse(body, status=content.status)
        allow_caching(response, content.keys)
        return response
    return answer_bytes(
        request,
        _encode(request, body),
        keys=content.keys,
        locale=content.locale,
        content_type="text/html; charset=utf-8",
    )


#: The servers that include it follow no redirect.
fragment = embeds(_answer_fragment, leads_on=False)


def _render_styles(asked: Asked, how: str) -> str:
    if how == "none":
        return ""
    css = styling.build_fragment_css(find_theme(asked), asked.scheme)
    if how != "link":
        return f"<style>{css}</style>"
    given = {"branch": asked.branch.slug if asked.branch else "", "scheme": asked.scheme or ""}
    path = reverse("embeds:digested_stylesheet", args=[scripts.digest_of(css.encode())])
    query = urlencode({name: value for name, value in given.items() if value})
    return format_html('<link rel="stylesheet" href="{}">', f"{settings.BASE_URL}{path}?{query}".removesuffix("?"))


@require_safe
def stylesheet(request: HttpRequest, digest: str = "") -> HttpResponse:
    """The styles of fragments, for a branch's website if one is named. Under their digest they are kept for ever.

    Under an older digest today's are given: a page that somebody has kept needs some.
    """
    try:
        asked = read_asked(request.GET)
    except Problem as problem:
        return answer_sentence(problem.detail, problem.status)
    body = styling.build_fragment_css(find_theme(asked), asked.scheme).encode()
    keys = [key_of(Kind.BRANCH, asked.branch.subject)] if asked.branch else []
    response = answer_bytes(request, _encode(request, body), keys=keys, content_type="text/css; charset=utf-8")
    if digest == scripts.digest_of(body):
        _keep_for(response, FOR_EVER)
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def prop(request: HttpRequest) -> HttpResponse:
    """What holds a frame open where no script does: as long as the product answers."""
    response = answer_bytes(request, {"": PROP.encode()}, content_type="image/svg+xml")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The newest script. It is cached for an hour, so a fix reaches every website within that time."""
    return _answer_script(request, scripts.read_current(), "max-age=3600, stale-if-error=604800")


@require_safe
def released_script(request: HttpRequest, digest: str) -> HttpResponse:
    content = scripts.read_released(digest)
    if content is None:
        return answer_sentence("There is no such version.", 404)
    return _answer_script(request, content, FOR_EVER)


def _answer_script(request: HttpRequest, content: bytes, kept: str) -> HttpResponse:
    response = answer_bytes(request, scripts.compress(content), content_type="text/javascript; charset=utf-8")
    _keep_for(response, kept)
    return response


def _keep_for(response: HttpResponse, kept: str) -> None:
    """What no release changes: every cache may keep it, and nobody purges it."""
    response["Cache-Control"] = f"public, {kept}"
    for name in ("CDN-Cache-Control", "Surrogate-Key"):
        del response[name]
