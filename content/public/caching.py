"""How long answers may be kept, and under which names."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpResponse

from content.edition.keys import key_of

__all__ = ["allow_caching", "allow_caching_of_move", "keep_private", "key_of"]


def allow_caching(response: HttpResponse, keys: Iterable[str]) -> None:
    """Let browsers and CDNs keep the answer under these keys.

    Browsers show it without asking again for BROWSER_MAX_AGE: this bounds how long they show what was recalled. A CDN
    that is purged may keep it far longer (RFC 9213), and is the only one that may show an old answer while it asks for
    the new one (RFC 5861): a browser would do so beyond that bound.
    """
    error = f"stale-if-error={settings.STALE_IF_ERROR}"
    _allow(response, keys, f"public, max-age={settings.BROWSER_MAX_AGE}, {error}")


def allow_caching_of_move(response: HttpResponse, keys: Iterable[str]) -> None:
    """Let CDNs keep a redirect under these keys. Browsers ask each time: none of them can purge it.

    One that kept it would be led from the new address to the old one and back, after a renaming back.
    """
    _allow(response, keys, "public, max-age=0, must-revalidate")


def _allow(response: HttpResponse, keys: Iterable[str], for_browsers: str) -> None:
    error = f"stale-if-error={settings.STALE_IF_ERROR}"
    response["Cache-Control"] = for_browsers
    if settings.CDN_MAX_AGE:
        response["CDN-Cache-Control"] = f"public, max-age={settings.CDN_MAX_AGE}, stale-while-revalidate=10, {error}"
    response["Surrogate-Key"] = " ".join(["group", *keys])


def keep_private(response: HttpResponse) -> None:
    """Let nobody keep the answer, and no search engine list it: it is a draft, or says what became of one."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
