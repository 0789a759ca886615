"""Clients that hold connections and give or take next to nothing: loads that a server has to bear.

A load is a function `(port, until)` that goes on until that moment (time.monotonic), opens what was closed again, and
returns how many connections it has opened.
"""

import socket
import time
from collections.abc import Callable

HOST = b"Host: localhost\r\n"
#: With it the form's body is read, to compare the two.
TOKEN = b"Cookie: csrftoken=" + b"a" * 32 + b"\r\n"
#: The doors that anybody may send something to, and one that nobody may.
DOORS = (b"/app/mistakes/", b"/embed/seen/", b"/admin/login/", b"/api/v1/guides/")
#: What a slow sender or reader gives or takes of, one byte at a time.
DRIP_SECONDS = 1.0


def _open(port: int, first: bytes, *, small_window: bool = False) -> socket.socket:
    client = socket.socket()
    if small_window:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    client.settimeout(5)
    client.connect(("127.0.0.1", port))
    client.sendall(first)
    client.setblocking(False)
    return client


def _hold(count: int, port: int, until: float, make: Callable[[int], socket.socket], drip: bytes, takes: int) -> int:
    """Keeps `count` connections, each sending `drip` and taking `takes` bytes now and then, or any that are closed."""
    held: dict[int, socket.socket] = {}
    opened = 0
    while time.monotonic() < until:
        for number in range(count):
            try:
                if number not in held:
                    held[number], opened = make(number), opened + 1
                elif not _touch(held[number], drip, takes):
                    held.pop(number).close()
            except OSError:
                if number in held:
                    held.pop(number).close()
        time.sleep(max(0, min(DRIP_SECONDS, until - time.monotonic())))
    for client in held.values():
        client.close()
    return opened


def _touch(client: socket.socket, drip: bytes, takes: int) -> bool:
    """Give and take a little; False where the server has closed."""
    if drip:
        client.send(drip)
    try:
        return client.recv(takes) != b""
    except BlockingIOError:
        return True


def slow_bodies(count: int, port: int, until: float) -> int:
    """POSTs that announce 900 bytes and send two, then one a second."""

    def make(number: int) -> socket.socket:
        door = DOORS[number % len(DOORS)]
        kind = b"application/x-www-form-urlencoded" if b"admin" in door else b"application/json"
        head = b"POST %b HTTP/1.1\r\n%b%bContent-Type: %b\r\nContent-Length: 900\r\n\r\n{ "
        return _open(port, head % (door, HOST, TOKEN, kind))

    return _hold(count, port, until, make, b" ", 4096)


def slow_heads(count: int, port: int, until: float) -> int:
    """Requests whose head never ends."""
    return _hold(count, port, until, lambda _n: _open(port, b"GET / HTTP/1.1\r\n" + HOST + b"X: "), b"x", 4096)


def long_heads(count: int, port: int, until: float) -> int:
    """Requests with lines that take long to read, one on each connection."""
    line = b'Content-Type: a/b;x="' + b";" * 7_000 + b"\r\n"
    ask = b"GET / HTTP/1.1\r\n" + HOST + line + line + b"\r\n"
    return _hold(count, port, until, lambda _n: _open(port, ask), b"", 4096)


def slow_readers(count: int, port: int, until: float) -> int:
    """Readers of the largest answer who take some bytes a second."""
    ask = b"GET /api/v1/bundles/en/ HTTP/1.1\r\n" + HOST + b"\r\n"
    return _hold(count, port, until, lambda _n: _open(port, ask, small_window=True), b"", 16)


def idle_connections(count: int, port: int, until: float) -> int:
    """Connections kept after one answer, without another request."""
    ask = b"GET /healthz/ HTTP/1.1\r\n" + HOST + b"\r\n"
    return _hold(count, port, until, lambda _n: _open(port, ask), b"", 4096)
