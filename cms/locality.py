"""Tells whether only this machine can reach an address."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_local_host(host: str) -> bool:
    """True for localhost, 127.0.0.0/8 and ::1. Not for 0.0.0.0, which the whole network can reach."""
    host = host.strip("[]").lower()
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_local_url(url: str) -> bool:
    return is_local_host(urlsplit(url).hostname or "")
