"""Reads origins of websites. Each is parsed and built again, so that nothing else can be smuggled in."""

import ipaddress
import re
from urllib.parse import urlsplit

import idna

_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def read_origin(text: str) -> str | None:
    """The origin as browsers write it: scheme, host in ASCII, and the port unless it is the default.

    None for anything else: with a path, a query, an account or a wildcard, or with an invalid host.
    """
    text = text.strip()
    if not text.isprintable():
        return None
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or parts.path not in ("", "/") or "?" in text or "#" in text:
        return None
    name = _read_host(host)
    if name is None or "@" in parts.netloc or parts.netloc.endswith(":") or port == 0:
        return None
    return f"{parts.scheme}://{name}" + (f":{port}" if port and port != _DEFAULT_PORTS[parts.scheme] else "")


def find_host(origin: str) -> str:
    """The host of a valid origin, without its port, as `Host` has it."""
    host = urlsplit(origin).hostname or ""
    return f"[{host}]" if ":" in host else host


def read_origins(texts: list[str]) -> list[str]:
    """The valid origins among these texts."""
    found = (read_origin(text) for text in texts)
    return [origin for origin in found if origin]


def _read_host(host: str) -> str | None:
    if ":" in host:
        try:
            address = ipaddress.IPv6Address(host)
            return None if address.scope_id else f"[{address}]"
        except ValueError:
            return None
    try:
        name = host.lower() if host.isascii() else idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        return None
    return name if len(name) <= 253 and _NAME.fullmatch(name) else None
