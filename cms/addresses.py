"""Finds a client's address: the one that our own proxies saw, not one that the client claims.

Each proxy appends its client's address to X-Forwarded-For. With PROXIES=1 our proxy wrote the last entry, and the
client may have written the others.
"""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from rest_framework.throttling import AnonRateThrottle

#: IPv6 clients are counted by network, since one customer gets a whole network of this size.
IPV6_PREFIX = 64


class ClientAddressMiddleware:
    """Sets REMOTE_ADDR to the client's address, for throttles, logs and audit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        forwarded = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        if forwarded and settings.PROXIES:
            request.META["REMOTE_ADDR"] = find_client(forwarded, settings.PROXIES) or request.META["REMOTE_ADDR"]
        return self.get_response(request)


def find_client(forwarded: str, proxies: int) -> str | None:
    """The entry of our outermost proxy. None if it is no address, or if there are fewer entries than proxies."""
    entries = [entry.strip() for entry in forwarded.split(",")]
    address = _parse(entries[-proxies]) if len(entries) >= proxies else None
    return str(address) if address else None


def find_client_address(request: HttpRequest) -> str:
    """The address by which a client is counted: of IPv6, its network."""
    address = _parse(request.META.get("REMOTE_ADDR") or "")
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address.packed, IPV6_PREFIX), strict=False))
    return str(address or "unknown")


def _parse(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address without a port; None if it is no address."""
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
    """Limits requests of one kind by address, counted in the cache."""

    def get_ident(self, request: HttpRequest) -> str:
        return find_client_address(request)
