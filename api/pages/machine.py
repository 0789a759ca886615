"""Guides for machine readers: Markdown, with review dates and attribution, and /llms.txt. Also files for crawlers and
apps.
"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from api.languages import LOCALES
from api.pages import markdown
from api.pages.views import in_locale, lead_elsewhere
from content.model.vocabulary import SectionKey
from content.public import listing, reading, resolving
from content.public.caching import allow_caching
from content.public.reading import House

Document = dict[str, Any]


def _answer(text: str, keys: list[str], content_type: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{content_type}; charset=utf-8")
    allow_caching(response, keys)
    return response


@in_locale
def guide(
    request: HttpRequest, house: House, locales: tuple[str, ...], key: str, section: str | None = None
) -> HttpResponse:
    """Markdown of a guide or section. A guide that is gone answers with the reason."""
    found, _offering = resolving.find_guide(key, locales)
    if section not in (None, *SectionKey.values):
        found = None
    if found is None or (found.new_key and found.served.is_live):
        return lead_elsewhere(request, house, locales, found)
    if not found.served.is_live:
        gone = _answer(f"{found.served.notice['reason']}\n", ["guides"], "text/markdown")
        gone.status_code = 410
        return gone
    part = found.served.find_section(section) if section else None
    if section and part is None:
        return lead_elsewhere(request, house, locales, None)
    return markdown.answer(house.group.document, found.served, part)


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """The index for language models (llmstxt.org): links to every guide as Markdown."""
    house = reading.read_house()
    group = house.group.document
    lines = [f"# {group['name']}", "", f"> {group['purpose']}", "", group["attribution"], ""]
    for code, name in LOCALES.items():
        cards = listing.list_guides((code,))
        if cards:
            lines += [f"## {name}", ""]
            for card in cards:
                lines.append(f"- [{card['title']}]({_markdown_address(card)}): {card['summary']}")
            lines.append("")
    return _answer("\n".join(lines), ["guides", "group"], "text/plain")


def _markdown_address(card: Document) -> str:
    page = reverse("web:guide_markdown", kwargs={"key": card["slug"]})
    return f"{settings.BASE_URL}{page}?locale={card['locale']}"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /preview/", f"Sitemap: {settings.BASE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def apple_app(request: HttpRequest) -> HttpResponse:
    """Which iOS app opens links to guides and previews (universal links). 404 if there is none."""
    if not settings.IOS_APP:
        raise Http404
    components = [{"/": "/guides/*"}, {"/": "/branches/*"}, {"/": "/preview/*"}]
    return JsonResponse({"applinks": {"details": [{"appIDs": [settings.IOS_APP], "components": components}]}})


@require_safe
def android_app(request: HttpRequest) -> HttpResponse:
    """Which Android app opens links to guides and previews (app links). 404 if there is none."""
    if not settings.ANDROID_APP:
        raise Http404
    package, _colon, fingerprint = settings.ANDROID_APP.partition(":")
    target = {"namespace": "android_app", "package_name": package, "sha256_cert_fingerprints": [fingerprint]}
    return JsonResponse([{"relation": ["delegate_permission/common.handle_all_urls"], "target": target}], safe=False)
