"""The only client for requests to other hosts.

An address that a user typed may lead only to public hosts. The IP address of each connection is checked, not the name,
and on every redirect. So odd spellings, redirects, and names that resolve differently a moment later can't get around
the check.
"""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Timer
from typing import Any
from urllib.parse import urljoin

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError

SECONDS = 10
MAX_REDIRECTS = 5
AGENT = "TreatmentGuides"
_REDIRECTS = (301, 302, 303, 307, 308)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
#: Networks that are not public, but that (older) Python versions report as public.
_NOT_PUBLIC = [
    ipaddress.ip_network(text)
    for text in (
        "168.63.129.16/32",  # Azure's platform services, for virtual machines
        "192.88.99.0/24",  # former relays of 6to4
        "64:ff9b:1::/48",  # local NAT64
        "3fff::/20",  # for documentation
        "5f00::/16",  # segment routing
    )
]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotReached(Exception):
    """Nothing answered in time, or the host may not be requested."""


def ask(
    url: str,
    *,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    body: bytes | None = None,
    is_configured: bool = False,
    seconds: float = SECONDS,
) -> int:
    """The status of the answer; its body is not read. Raises NotReached.

    `is_configured`: the operator has set this address, so it may be an internal host. Its redirects are not followed,
    since its headers may be secret. For other addresses at most MAX_REDIRECTS are followed.
    """
    sent = {"User-Agent": AGENT, **(headers or {})}
    pools = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(total=seconds))
    pools.pool_classes_by_scheme = _POOLS if is_configured else _PUBLIC_POOLS
    try:
        with _visit(seconds) as visit:
            for _hop in range(1 if is_configured else MAX_REDIRECTS + 1):
                answer = pools.request(method, url, body, headers=sent, redirect=False, preload_content=False)
                answer.close()
                if visit.is_over:
                    raise TimeoutError(f"no whole answer in {seconds} seconds")
                location = answer.headers.get("Location")
                if is_configured or answer.status not in _REDIRECTS or not location:
                    return int(answer.status)
                url = urljoin(url, location)
    except (HTTPError, OSError, ValueError) as error:
        raise NotReached(f"{url[:200]}: {error}") from error
    finally:
        pools.clear()
    raise NotReached(f"{url[:200]}: sent on more than {MAX_REDIRECTS} times")


def is_public(address: Address) -> bool:
    """Whether it is an address on the public internet. Also checks IPv4 addresses embedded in IPv6."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped or address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        hidden = [address.sixtofour, *(address.teredo or ())]
        if address.is_site_local or address.scope_id or not all(is_public(other) for other in hidden if other):
            return False
    if any(address in network for network in _NOT_PUBLIC):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def resolve(host: str, port: int) -> list[Address]:
    """All IP addresses of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ipaddress.ip_address(place[4][0]) for place in found]


@dataclass
class _Visit:
    """The sockets of one `ask`. They are shut when its time is over, even if the other side keeps sending slowly."""

    is_over: bool = False
    sockets: list[socket.socket] = field(default_factory=list)

    def watch(self, opened: socket.socket) -> None:
        self.sockets.append(opened.dup())  # a duplicate, since TLS takes over the original
        if self.is_over:
            self.end()

    def end(self) -> None:
        self.is_over = True
        for opened in self.sockets:
            try:
                opened.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # closed already


_current: ContextVar[_Visit] = ContextVar("visit")


@contextmanager
def _visit(seconds: float) -> Iterator[_Visit]:
    visit = _Visit()
    token = _current.set(visit)
    timer = Timer(seconds, visit.end)
    timer.daemon = True
    timer.start()
    try:
        yield visit
    finally:
        timer.cancel()
        _current.reset(token)
        for opened in visit.sockets:
            opened.close()


class _Watched:
    _dns_host: str
    port: int

    def _new_conn(self) -> socket.socket:
        opened: socket.socket = super()._new_conn()  # type: ignore[misc]
        _current.get().watch(opened)
        return opened


class _Public(_Watched):
    """Connects only to an IP address that was checked. TLS and `Host` still use the name."""

    def _new_conn(self) -> socket.socket:
        name, failed = self._dns_host, None
        addresses = resolve(name.strip("[]"), self.port)
        if not addresses or not all(is_public(address) for address in addresses):
            raise NewConnectionError(self, "it is not a host on the public internet")  # type: ignore[arg-type]
        for address in addresses:
            self._dns_host = str(address)
            try:
                return super()._new_conn()
            except HTTPError as error:
                failed = error
            finally:
                self._dns_host = name
        assert failed is not None
        raise failed


def _build_pools(kind: type[_Watched]) -> dict[str, Any]:
    """Scheme -> pool class with connections of this kind."""
    http, https = type("HTTP", (kind, HTTPConnection), {}), type("HTTPS", (kind, HTTPSConnection), {})
    return {
        "http": type("HTTPPool", (urllib3.HTTPConnectionPool,), {"ConnectionCls": http}),
        "https": type("HTTPSPool", (urllib3.HTTPSConnectionPool,), {"ConnectionCls": https}),
    }


_POOLS, _PUBLIC_POOLS = _build_pools(_Watched), _build_pools(_Public)
