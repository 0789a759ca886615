"""Who asks: the address that our own proxies saw, not the one that a reader claims.

Each proxy adds to X-Forwarded-For whom it was asked by. With PROXIES=1 the last entry is ours and true; what stands
before it anybody may have written.
"""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from rest_framework.throttling import AnonRateThrottle

#: What one customer of a provider is given: to count single addresses of IPv6 would be to count nothing.
IPV6_PREFIX = 64


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
    """The entry that the outermost of our proxies made; none where it is no address, or where one made no entry."""
    entries = [entry.strip() for entry in forwarded.split(",")]
    address = _parse(entries[-proxies]) if len(entries) >= proxies else None
    return str(address) if address else None


def find_client_address(request: HttpRequest) -> str:
    """What whoever asks is counted as: their address, of IPv6 its network."""
    address = _parse(request.META.get("REMOTE_ADDR") or "")
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address.packed, IPV6_PREFIX), strict=False))
    return str(address or "unknown")


def _parse(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Without a port; None where it is no address."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


class AddressThrottle(AnonRateThrottle):
    """So many requests of one kind from one address, counted in the cache."""

    def get_ident(self, request: HttpRequest) -> str:
        return find_client_address(request)
