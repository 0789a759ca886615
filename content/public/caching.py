"""Sets how long answers may be cached, and under which keys."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from content.edition.keys import key_of

__all__ = [
    "allow_caching",
    "allow_caching_for_a_second",
    "allow_caching_of_move",
    "forbid_cdns",
    "forbid_sharing",
    "keep_private",
    "key_of",
]


def allow_caching(response: HttpResponse, keys: Iterable[str]) -> None:
    """Let browsers and CDNs cache the answer under these keys.

    Browsers use it for BROWSER_MAX_AGE without asking again: this limits how long they show recalled content. A CDN
    that is purged may keep it far longer (RFC 9213). Only the CDN may serve it stale while it revalidates (RFC 5861): a
    browser would exceed that limit.
    """
    error = f"stale-if-error={settings.STALE_IF_ERROR}"
    _allow(response, keys, f"public, max-age={settings.BROWSER_MAX_AGE}, {error}")


def allow_caching_of_move(response: HttpResponse, keys: Iterable[str]) -> None:
    """Let CDNs cache a redirect under these keys. Browsers ask each time, since their caches can't be purged.

    If a slug is changed back, a browser with a cached redirect would loop between both addresses.
    """
    _allow(response, keys, "public, max-age=0, must-revalidate")


def allow_caching_for_a_second(response: HttpResponse) -> None:
    """Let caches keep what tells whether anything has changed, for a second.

    No `stale-if-error`: an old number says that nothing has changed.
    """
    response["Cache-Control"] = "public, max-age=1"
    if settings.CDN_MAX_AGE:
        response["CDN-Cache-Control"] = "public, max-age=1"
    response["Surrogate-Key"] = "group"


def _allow(response: HttpResponse, keys: Iterable[str], for_browsers: str) -> None:
    error = f"stale-if-error={settings.STALE_IF_ERROR}"
    response["Cache-Control"] = for_browsers
    if settings.CDN_MAX_AGE:
        response["CDN-Cache-Control"] = f"public, max-age={settings.CDN_MAX_AGE}, stale-while-revalidate=10, {error}"
    response["Surrogate-Key"] = " ".join(["group", *keys])


def forbid_cdns(response: HttpResponse) -> None:
    """Let CDNs keep none of it (RFC 9213): for what depends on a header that is in `Vary`, which many CDNs ignore."""
    response["CDN-Cache-Control"] = "no-store"


def forbid_sharing(response: HttpResponseBase) -> None:
    """Let a client keep the answer and ask each time whether it still holds; let no CDN keep it.

    For what may have to go, or be replaced, without a release, which is what purges a CDN.
    """
    response["Cache-Control"] = "private, no-cache"
    for name in ("CDN-Cache-Control", "Surrogate-Key"):
        del response[name]


def keep_private(response: HttpResponse) -> None:
    """Let nobody cache the answer and no search engine list it: it is a draft, or tells about one."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
