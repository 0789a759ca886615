"""Who asks: the address that our own proxies saw, not the one that a reader claims.

Each proxy adds to X-Forwarded-For whom it was asked by. With PROXIES=1 the last entry is ours and true; what stands
before it anybody may have written.
"""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class ClientAddressMiddleware:
    """REMOTE_ADDR becomes that of the reader, once for everything after: throttles, logs, audit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        forwarded = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        if forwarded and settings.PROXIES:
            request.META["REMOTE_ADDR"] = find_client(forwarded, settings.PROXIES) or request.META["REMOTE_ADDR"]
        return self.get_response(request)


def find_client(forwarded: str, proxies: int) -> str | None:
    """The entry that the outermost of our proxies made; none where it is no address."""
    entries = [entry.strip() for entry in forwarded.split(",")]
    try:
        return str(ip_address(entries[-min(proxies, len(entries))].strip("[]")))
    except ValueError:
        return None
