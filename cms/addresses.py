"""The address of whoever asks: the one place that reads it, so that nobody can choose what they are counted as."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from rest_framework.throttling import AnonRateThrottle

#: What one customer of a provider is given: to count single addresses of IPv6 would be to count nothing.
IPV6_PREFIX = 64


def find_client_address(request: HttpRequest) -> str:
    """The last address that a proxy of ours has seen, or else that of the connection; of IPv6 its network.

    Each of our proxies (PROXIES) adds one entry to X-Forwarded-For. What stands before those, the client wrote itself.
    """
    proxies = int(str(settings.REST_FRAMEWORK["NUM_PROXIES"]))
    entries = [entry.strip() for entry in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    connection = request.META.get("REMOTE_ADDR") or ""
    told = entries[-proxies] if proxies and len(entries) >= proxies else connection
    return _normalise(told) or _normalise(connection) or "unknown"


def _normalise(text: str) -> str:
    """Without a port; empty where it is no address."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address.packed, IPV6_PREFIX), strict=False))


class AddressThrottle(AnonRateThrottle):
    """So many requests of one kind from one address, counted in the cache."""

    def get_ident(self, request: HttpRequest) -> str:
        return find_client_address(request)
