"""The web pages: current editions as HTML. Embeds and apps link to them."""

import sys
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe
from django.views.defaults import server_error

from api.answers import answer_sentence
from api.embeds.oembed import LOOKS, build_link_header, render_discovery
from api.embeds.structured import build_json_ld, render_json_ld
from api.languages import LOCALES, find_direction
from api.open_graph import render_open_graph
from api.pages import markdown
from api.parameters import is_address_key, is_plain
from api.problems import Failed
from api.problems import not_found as no_such_address
from api.redirects import lead_on
from cms.outages import RETRY_AFTER, note_trouble
from cms.preferences import find_language
from cms.problems import answer_problem
from content.model.vocabulary import SectionKey
from content.public import listing, reading, resolving
from content.public.caching import allow_caching, keep_private
from content.public.cards import GuideFilter
from content.public.reading import House
from content.public.records import Record
from content.public.resolving import Found

View = Callable[..., HttpResponse]


def in_locale(view: View) -> View:
    """Run a view in the language of `?locale=`, or the group's default. 404 for an unknown language."""

    @wraps(view)
    def run(request: HttpRequest, **kwargs: str) -> HttpResponse:
        key = kwargs.get("key", "")
        if not is_plain(key):
            return not_found(request)
        house = reading.read_house()
        asked = find_language(request.GET.get("locale") or house.default_locale)
        if asked is None:
            with override(house.default_locale):
                return not_found(request, house=house)
        with override(asked):
            response = view(request, house, house.locales(asked), **kwargs)
        if "Cache-Control" not in response:
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
    cards = listing.list_guides(locales, most=4)
    branches = listing.list_branches(locales, most=6)
    said = _say_what(house, "", house.group.document["purpose"], f"/?locale={locales[0]}")
    return render(request, "pages/home.html", _context(house, locales[0], cards=cards, branches=branches, **said))


@in_locale
def guides(request: HttpRequest, house: House, locales: tuple[str, ...]) -> HttpResponse:
    cards = listing.list_guides(locales)
    said = _say_what(house, _("Treatment guides"), house.group.document["purpose"], f"/guides/?locale={locales[0]}")
    return _answer_list(request, "pages/guides.html", _context(house, locales[0], cards=cards, **said))


@in_locale
def guide(request: HttpRequest, house: House, locales: tuple[str, ...], key: str) -> HttpResponse:
    found, _offering = resolving.find_guide(key, locales)
    prefers = request.get_preferred_type(["text/html", "text/markdown"])
    if prefers == "text/markdown" and found and found.served.is_live and not found.new_key:
        response = markdown.answer(house.group.document, found.served)
    else:
        response = _answer_guide(request, house, locales, found)
    patch_vary_headers(response, ["Accept"])
    return response


@in_locale
def section(request: HttpRequest, house: House, locales: tuple[str, ...], key: str, section: str) -> HttpResponse:
    """One section at its own address, which oEmbed turns into an embed."""
    if section not in SectionKey.values:
        return not_found(request, house=house)
    found, _offering = resolving.find_guide(key, locales)
    return _answer_guide(request, house, locales, found, section)


@in_locale
def branches(request: HttpRequest, house: House, locales: tuple[str, ...]) -> HttpResponse:
    documents = listing.list_branches(locales)
    said = _say_what(house, _("Branches"), house.group.document["purpose"], f"/branches/?locale={locales[0]}")
    return render(request, "pages/branches.html", _context(house, locales[0], branches=documents, **said))


@in_locale
def branch(request: HttpRequest, house: House, locales: tuple[str, ...], key: str) -> HttpResponse:
    found = resolving.find_branch(house, key, locales)
    if found is None or found.new_key or not found.served.is_live:
        return lead_elsewhere(request, house, locales, found)
    branch = found.served
    document = branch.document
    cards = listing.list_guides(locales, GuideFilter(branch=branch.subject))
    offered = listing.add_offerings(branch.subject, cards)
    address = ", ".join(document["address"]["lines"])
    said = _say_what(house, document["name"], address, document["links"]["web"])
    context = _context(house, locales[0], branch=document, offered=offered, **said)
    return _answer_list(request, "pages/branch.html", context)


def _say_what(house: House, title: str, description: str, path: str) -> dict[str, str]:
    """What search engines, and websites where its address is shared, are told of a page that is no guide."""
    address, name = settings.BASE_URL + path, house.group.document["name"]
    shared = render_open_graph(site=name, title=title or name, description=description, url=address)
    return {"canonical": address, "title": title or name, "open_graph": shared}


def _answer_list(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page with a list, whose address oEmbed turns into an embed in its language."""
    web = f"{settings.BASE_URL}{request.path}?locale={context['locale']}"
    response = render(request, template, context | {"discovery": render_discovery(web, context["title"])})
    response["Link"] = build_link_header(web)
    return response


def _guide_context(
    house: House, guide: dict[str, Any], section: str | None = None, embedding: dict[str, str] | None = None
) -> dict[str, Any]:
    """`embedding`: parameters that this page ignores, and with which oEmbed makes an embed of its address."""
    shown = next((part for part in guide["sections"] if part["key"] == section), None)
    canonical = web = settings.BASE_URL + guide["links"]["web"]
    title = guide["title"]
    if shown:
        page = reverse("web:section", kwargs={"key": guide["slug"], "section": section})
        web, title = f"{settings.BASE_URL}{page}?locale={guide['locale']}", f"{shown['heading']}: {title}"
    shared = render_open_graph(
        site=house.group.document["name"],
        title=title,
        description=shown["lead"] if shown else guide["summary"],
        url=web,
        hero=guide["hero"],
    )
    if embedding:
        web += f"&{urlencode(embedding)}"
    json_ld = build_json_ld(guide, section, title=title, web=web, group=house.group.document)
    return {
        "guide": guide,
        "section": shown,
        "canonical": canonical,
        "web": web,
        "discovery": render_discovery(web, title),
        "open_graph": shared,
        "json_ld": render_json_ld(json_ld),
        "guide_facts": {name: value for part in guide["sections"] for name, value in part["facts"].items()},
        "guide_direction": find_direction(guide["locale"]),
    }


def _answer_guide(
    request: HttpRequest, house: House, locales: tuple[str, ...], found: Found | None, section: str | None = None
) -> HttpResponse:
    if found is None or found.new_key or not found.served.is_live:
        return lead_elsewhere(request, house, locales, found)
    if section and found.served.find_section(section) is None:
        return not_found(request, house=house)
    embedding = {name: request.GET[name][:255] for name in ("branch", *LOOKS) if request.GET.get(name)}
    shown = _guide_context(house, found.served.document, section, embedding)
    shown["branch"] = _find_branch(request, house, locales)
    template = "pages/section.html" if section else "pages/guide.html"
    response = render(request, template, _context(house, locales[0], **shown))
    response["Link"] = build_link_header(shown["web"])
    return response


def lead_elsewhere(request: HttpRequest, house: House, locales: tuple[str, ...], found: Found | None) -> HttpResponse:
    """301 from an old slug, 410 with the reason if it is gone, 404 if it was never public."""
    if found is None:
        return not_found(request, house=house)
    if found.served.is_live:
        return lead_on(request, {"key": found}, locale=locales[0])
    branch = _find_branch(request, house, locales)
    gone = _context(house, locales[0], notice=found.served.notice, branch=branch)
    return render(request, "pages/gone.html", gone, status=410)


def _find_branch(request: HttpRequest, house: House, locales: tuple[str, ...]) -> dict[str, Any] | None:
    """The document of the branch that the address names, whose contact stands below a recall."""
    key = request.GET.get("branch", "")
    found = resolving.find_branch(house, key, locales) if key and is_address_key(key) else None
    return found.served.document if found and found.served.is_live else None


def render_guide_draft(request: HttpRequest, document: dict[str, Any]) -> HttpResponse:
    """The guide's page for the compiled document of a draft, marked as a draft."""
    house = reading.read_house()
    locale = document["locale"]
    with override(locale):
        notice = _("Draft: this page is not public.")
        context = _context(house, locale, private_notice=notice, **_guide_context(house, document))
        response = render(request, "pages/guide.html", context)
    keep_private(response)
    return response


@csp_replace({"frame-ancestors": [SELF]})
def render_record(request: HttpRequest, record: Record) -> HttpResponse:
    """The page of a guide or branch as it was, or the notice that stood in its place."""
    house, document = reading.read_house(), record.document
    template, shown = "pages/gone.html", {"notice": record.notice}
    if document:
        is_branch = document["type"] == "branch"
        template = "pages/branch.html" if is_branch else "pages/guide.html"
        shown = {"branch": document} if is_branch else _guide_context(house, document)
    with override(record.locale):
        # Nothing of the group is today's: words that it has taken back must not stand above old ones.
        context = _context(house, record.locale, group=record.group, private_notice=record.remark, **shown)
        response = render(request, template, context)
    keep_private(response)
    return response


def not_found(request: HttpRequest, exception: Exception | None = None, house: House | None = None) -> HttpResponse:
    if request.path.startswith("/api/"):
        return no_such_address(request, request.path)
    house = house or reading.read_house()
    response = render(request, "pages/not_found.html", _context(house, house.default_locale), status=404)
    # The same for everybody, and so compressed; and asked for each time, for something may be published here.
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """The answer to an uncaught error, or to a database that is away. Programs get a problem, people a page."""
    trouble, is_api = note_trouble(sys.exc_info()[1]), request.path.startswith("/api/")
    if trouble is None:
        return Failed("Something went wrong. Try again in a minute.").as_response() if is_api else server_error(request)
    if "text/html" not in request.headers.get("Accept", "") or is_api:
        title = HTTPStatus(trouble.status).phrase
        response: HttpResponse = answer_problem(trouble.status, trouble.code, title, trouble.sentence)
    elif request.path.startswith(settings.STAFF_PATHS):
        response = render(None, "admin/refused.html", {"title": trouble.sentence}, status=trouble.status)
    else:
        response = answer_sentence(trouble.sentence, trouble.status)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]  # by the outage's one line
    return response
