"""The sitemap (sitemaps.org): every guide and branch in every language, with links to its other languages."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem
from django.contrib.sitemaps.views import sitemap as answer_page
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from content.public import listing, reading
from content.public.caching import allow_caching
from content.public.listing import Listed

PATH = "/sitemap.xml"


class EditionsSitemap(Sitemap):
    """Everything public. Addresses have our own host, not the one in the request."""

    def __init__(self, default_locale: str) -> None:
        self.default_locale = default_locale
        self.home = urlsplit(settings.BASE_URL)

    @cached_property
    def listed(self) -> list[Listed]:
        return listing.list_everywhere()

    @cached_property
    def by_subject(self) -> dict[tuple[str, str], list[Listed]]:
        found: dict[tuple[str, str], list[Listed]] = {}
        for item in self.listed:
            found.setdefault((item.kind, item.subject), []).append(item)
        return found

    def items(self) -> list[Listed]:
        return self.listed

    def location(self, item: Listed) -> str:
        return item.web

    def lastmod(self, item: Listed) -> datetime:
        return item.updated_at

    def get_protocol(self, protocol: str | None = None) -> str:
        return self.home.scheme

    def get_domain(self, site: Any = None) -> str:
        return self.home.netloc

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        urls = super().get_urls(page, site, protocol)
        for url in urls:
            url["alternates"] = list(self.find_alternates(url["item"]))
        return urls

    def find_alternates(self, item: Listed) -> Iterator[dict[str, str]]:
        """The item in all its languages, itself included. `x-default` is the version for readers of other languages."""
        for other in self.by_subject[item.kind, item.subject]:
            location = settings.BASE_URL + other.web
            yield {"lang_code": other.locale, "location": location}
            if other.locale == self.default_locale:
                yield {"lang_code": "x-default", "location": location}


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The whole sitemap; if it is too long for one page, an index of the pages `?p=1`, `?p=2`…"""
    editions = EditionsSitemap(reading.read_house().default_locale)
    pages = editions.paginator.num_pages
    if pages > 1 and "p" not in request.GET:
        response = _answer_index(request, pages)
    else:
        response = answer_page(request, {"": editions}, template_name="pages/sitemap.xml")
    del response["Last-Modified"]  # a withdrawal changes the list, but no date in it
    allow_caching(response, ["guides", "branches"])
    return response


def _answer_index(request: HttpRequest, pages: int) -> HttpResponse:
    addresses = [f"{settings.BASE_URL}{PATH}?p={page}" for page in range(1, pages + 1)]
    context = {"sitemaps": [SitemapIndexItem(address) for address in addresses]}
    return TemplateResponse(request, "sitemap_index.xml", context, content_type="application/xml")
