"""Is an address that of this machine alone?"""

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_local_host(host: str) -> bool:
    """localhost, 127.0.0.0/8 and ::1; not 0.0.0.0, at which the whole network can ask."""
    host = host.strip("[]").lower()
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_local_url(url: str) -> bool:
    return is_local_host(urlsplit(url).hostname or "")
