"""The web pages: current editions, as HTML. The source that embeds and apps link to."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import override
from django.views.decorators.http import require_safe
from django.views.defaults import server_error

from api.problems import Busy
from content.editions import reading
from content.editions.caching import allow_caching, keep_private
from content.editions.models import Kind
from content.editions.reading import House, Served
from content.editions.waiting import RETRY_AFTER, is_busy
from content.vocabulary import SectionKey
from embeds.contents import find_direction
from embeds.oembed import build_link_header, render_discovery
from embeds.structured import build_json_ld, render_json_ld
from web import markdown

LOCALES = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
View = Callable[..., HttpResponse]


def in_locale(view: View) -> View:
    """Run a view in the language of `?locale=`, or of the group. An unknown one is not found."""

    @wraps(view)
    def run(request: HttpRequest, **kwargs: str) -> HttpResponse:
        key = kwargs.get("key", "")
        if "\x00" in key:  # which PostgreSQL takes in no question
            return not_found(request)
        house = reading.read_house(branch=key if request.resolver_match.url_name == "branch" else None)  # type: ignore[union-attr]
        asked = request.GET.get("locale") or house.default_locale
        if asked not in LOCALES:
            with override(house.default_locale):
                return not_found(request, house=house)
        with override(asked):
            response = view(request, house, house.locales(asked), **kwargs)
        allow_caching(response, ["guides", "branches", "offerings"])
        response["Content-Language"] = asked
        return response

    return require_safe(run)


def _context(house: House, locale: str, **context: Any) -> dict[str, Any]:
    languages = [{"code": code, "name": name} for code, name in LOCALES.items()]
    direction = find_direction(locale)
    return {
        "group": house.group.document,
        "locale": locale,
        "direction": direction,
        "languages": languages,
        **context,
    }


@in_locale
def home(request: HttpRequest, house: House, locales: tuple[str, ...]) -> HttpResponse:
    cards = reading.read_cards(reading.list_current(Kind.GUIDE, locales)[:4])
    branches = reading.read_documents(reading.list_current(Kind.BRANCH, locales)[:6])
    return render(request, "pages/home.html", _context(house, locales[0], cards=cards, branches=branches))


@in_locale
def guides(request: HttpRequest, house: House, locales: tuple[str, ...]) -> HttpResponse:
    cards = reading.read_cards(reading.list_current(Kind.GUIDE, locales))
    return render(request, "pages/guides.html", _context(house, locales[0], cards=cards))


@in_locale
def guide(request: HttpRequest, house: House, locales: tuple[str, ...], key: str) -> HttpResponse:
    found, _offering = reading.find_guide(key, locales)
    if found and found.is_live and request.get_preferred_type(["text/html", "text/markdown"]) == "text/markdown":
        response = markdown.answer(house.group.document, found)
    else:
        response = _answer_guide(request, house, locales, key, found)
    patch_vary_headers(response, ["Accept"])
    return response


@in_locale
def section(request: HttpRequest, house: House, locales: tuple[str, ...], key: str, section: str) -> HttpResponse:
    """One section at an address of its own: to be pasted where oEmbed makes an embed of it."""
    if section not in SectionKey.values:
        return not_found(request, house=house)
    found, _offering = reading.find_guide(key, locales)
    return _answer_guide(request, house, locales, key, found, section)


@in_locale
def branches(request: HttpRequest, house: House, locales: tuple[str, ...]) -> HttpResponse:
    documents = reading.read_documents(reading.list_current(Kind.BRANCH, locales))
    return render(request, "pages/branches.html", _context(house, locales[0], branches=documents))


@in_locale
def branch(request: HttpRequest, house: House, locales: tuple[str, ...], key: str) -> HttpResponse:
    found = house.branch(locales)
    if found and found.is_live:
        rows = reading.GuideFilter(branch=found.subject).apply(reading.list_current(Kind.GUIDE, locales))
        cards = reading.read_cards(rows)
        offerings = reading.read_offerings(found.subject, [card["id"] for card in cards])
        offered = [card | {"offering": offerings[card["id"]]} for card in cards if card["id"] in offerings]
        context = _context(house, locales[0], branch=found.document, offered=offered)
        return render(request, "pages/branch.html", context)
    return _refuse(request, house, locales, Kind.BRANCH, key, found)


def _guide_context(house: House, guide: dict[str, Any], section: str | None = None, branch: str = "") -> dict[str, Any]:
    shown = next((part for part in guide["sections"] if part["key"] == section), None)
    canonical = web = settings.BASE_URL + guide["links"]["web"]
    title = guide["title"]
    if shown:
        web, title = web.replace("/?", f"/{section}/?"), f"{shown['heading']}: {title}"
    if branch:  # says nothing here: the embed that is made of this address is that branch's
        web += f"&{urlencode({'branch': branch})}"
    json_ld = build_json_ld(guide, section, title=title, web=web, group=house.group.document)
    return {
        "guide": guide,
        "section": shown,
        "canonical": canonical,
        "web": web,
        "discovery": render_discovery(web, title),
        "json_ld": render_json_ld(json_ld),
        "guide_facts": {name: value for part in guide["sections"] for name, value in part["facts"].items()},
        "guide_direction": find_direction(guide["locale"]),
    }


def _answer_guide(
    request: HttpRequest,
    house: House,
    locales: tuple[str, ...],
    key: str,
    found: Served | None,
    section: str | None = None,
) -> HttpResponse:
    if found is None or not found.is_live:
        return _refuse(request, house, locales, Kind.GUIDE, key, found, f"{section}/" if section else "")
    shown = _guide_context(house, found.document, section, request.GET.get("branch", "")[:255])
    template = "pages/section.html" if section else "pages/guide.html"
    response = render(request, template, _context(house, locales[0], **shown))
    response["Link"] = build_link_header(shown["web"])
    return response


def _refuse(
    request: HttpRequest,
    house: House,
    locales: tuple[str, ...],
    kind: Kind,
    key: str,
    found: Served | None,
    tail: str = "",
) -> HttpResponse:
    """301 from an old slug (`tail`: what follows it), 410 with the reason where withdrawn, 404 where never public."""
    if found is not None:
        gone = _context(house, locales[0], notice=found.notice)
        return render(request, "pages/gone.html", gone, status=410)
    if new := reading.find_new_slug(kind, key):
        return HttpResponsePermanentRedirect(f"{reverse(f'web:{kind}', args=[new])}{tail}?locale={locales[0]}")
    return not_found(request, house=house)


@csp_replace({"frame-ancestors": [SELF]})  # the editor shows it in a frame beside the form
def render_guide_draft(request: HttpRequest, document: dict[str, Any]) -> HttpResponse:
    """The guide's page for a draft that the compiler has made a document of. Marked as a draft."""
    house = reading.read_house()
    locale = document["locale"]
    with override(locale):
        context = _context(house, locale, is_draft=True, **_guide_context(house, document))
        response = render(request, "pages/guide.html", context)
    keep_private(response)
    return response


def not_found(request: HttpRequest, exception: Exception | None = None, house: House | None = None) -> HttpResponse:
    house = house or reading.read_house()
    return render(request, "pages/not_found.html", _context(house, house.default_locale), status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Django's answer to what nobody has caught; 503 where the database was only busy, wherever that was noticed."""
    if not is_busy(sys.exc_info()[1]):
        return server_error(request)
    sentence = "The database is busy just now, and nothing was changed: try again in a few seconds."
    if request.path.startswith("/api/"):
        response: HttpResponse = Busy(sentence).as_response()
    else:
        response = HttpResponse(f"{sentence}\n", status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 while the database answers; for load balancers."""
    reading.read_house()
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
