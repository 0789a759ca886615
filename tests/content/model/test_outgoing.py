"""What we ask of other hosts leads to public ones alone, however an address is written and wherever it sends us on."""

import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest
import urllib3.util.connection

from content.model import outgoing
from content.model.outgoing import NotReached, ask, is_public
from content.release.purging import PurgeFailed, SurrogateKeyPurge
from tests.support import ROOT
from tests.support.imports import imports_of

PUBLIC = "93.184.216.34"


class Loopback:
    """A server on this machine that must not be reached, with what it was asked for."""

    def __init__(self) -> None:
        asked = self.asked = []

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                if self.path.startswith("/to/"):
                    self.send_response(302)
                    self.send_header("Location", unquote(self.path.removeprefix("/to/")))
                elif self.path == "/slowly":
                    self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                    for number in range(100):
                        self.wfile.write(b"X-%d: a\r\n" % number)
                        time.sleep(0.05)
                else:
                    self.send_response(200)
                self.end_headers()

            do_POST = do_GET

            def log_message(self, *args) -> None:
                pass

            def handle(self) -> None:
                with suppress(OSError):
                    super().handle()

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def running() -> Iterator[Loopback]:
    server = Loopback()
    yield server
    server.server.shutdown()


@pytest.fixture
def loopback(running) -> Loopback:
    running.asked.clear()
    return running


@pytest.fixture
def names(monkeypatch):
    """Names -> the addresses that they have when asked for first, second, …; what was connected to."""
    known: dict[str, list[list[str]]] = {}
    real = socket.getaddrinfo
    asked: list[str] = []

    def getaddrinfo(host, port, *args, **options):
        asked.append(host)
        if host not in known:
            return real(host, port, *args, **options)
        addresses = known[host].pop(0) if len(known[host]) > 1 else known[host][0]
        return [
            (socket.AF_INET6 if ":" in found else socket.AF_INET, socket.SOCK_STREAM, 6, "", (found, port))
            for found in addresses
        ]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return known


@pytest.fixture
def connected(monkeypatch, loopback) -> list[str]:
    """To which address a connection was made; whichever it is, the server on this machine answers."""
    made: list[str] = []
    real = urllib3.util.connection.create_connection

    def create_connection(address, *args, **options):
        made.append(address[0])
        return real(("127.0.0.1", loopback.port), *args, **options)

    monkeypatch.setattr(urllib3.util.connection, "create_connection", create_connection)
    return made


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0.0.0.0",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "user@127.0.0.1",
        "１２７.0.0.1",
    ],
)
def test_this_machine_is_not_reached_however_it_is_written(loopback, host):
    with pytest.raises(NotReached):
        ask(f"http://{host}:{loopback.port}/")
    assert loopback.asked == []


@pytest.mark.parametrize(
    "address",
    """
    10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 224.0.0.1 255.255.255.255 0.0.0.0 192.0.2.1 240.0.0.1
    fe80::1 fe80::1%eth0 fec0::1 fd00::1 ff02::1 :: ::1 ::ffff:10.0.0.1 2002:7f00:1:: 64:ff9b::a00:1 64:ff9b:1::1
    2001:db8::1 2001:0:7f00:1:: 168.63.129.16 ::ffff:168.63.129.16 192.88.99.1 3fff::1 5f00::1
    """.split(),  # noqa: SIM905
)
def test_an_address_of_no_public_host_is_none(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_an_address_of_a_public_host_is_one(address):
    assert is_public(ipaddress.ip_address(address))


def test_a_name_that_leads_inside_is_not_reached(loopback, names):
    names["publisher.example"] = [["127.0.0.1"]]
    with pytest.raises(NotReached, match="not a host on the public internet"):
        ask(f"http://publisher.example:{loopback.port}/")
    assert loopback.asked == []


def test_one_inner_address_among_public_ones_is_enough_to_refuse(names, connected):
    names["publisher.example"] = [[PUBLIC, "10.0.0.1"]]
    with pytest.raises(NotReached):
        ask("http://publisher.example/")
    assert connected == []


def test_a_name_is_connected_to_at_the_address_that_was_checked(names, connected, loopback):
    """Rebinding: between check and connection the name leads elsewhere."""
    names["publisher.example"] = [[PUBLIC], ["127.0.0.1"]]
    assert ask("http://publisher.example/") == 200
    assert connected == [PUBLIC]


@pytest.mark.parametrize("inside", ["http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "//localhost/"])
def test_a_redirect_leads_nowhere_inside(names, connected, loopback, inside):
    names["publisher.example"] = [[PUBLIC]]
    with pytest.raises(NotReached, match="not a host on the public internet"):
        ask(f"http://publisher.example/to/{inside}")
    assert connected == [PUBLIC]


@pytest.mark.parametrize("elsewhere", ["file:///etc/passwd", "ftp://publisher.example/", "gopher://x/"])
def test_a_redirect_leads_to_no_other_kind_of_address(names, connected, elsewhere):
    names["publisher.example"] = [[PUBLIC]]
    with pytest.raises(NotReached):
        ask(f"http://publisher.example/to/{elsewhere}")


def test_redirects_among_public_hosts_are_followed_and_counted(names, connected):
    names["publisher.example"], names["other.example"] = [[PUBLIC]], [["1.1.1.1"]]
    assert ask("http://publisher.example/to/http://other.example/there") == 200
    assert connected == [PUBLIC, "1.1.1.1"]
    with pytest.raises(NotReached, match="more than 5 times"):
        ask("http://publisher.example/to/" + "/to/" * 20 + "x")


def test_time_is_over_even_while_something_goes_on_answering(names, connected):
    names["publisher.example"] = [[PUBLIC]]
    began = time.monotonic()
    with pytest.raises(NotReached):
        ask("http://publisher.example/slowly", seconds=0.3)
    assert time.monotonic() - began < 3


def test_what_the_operator_has_set_may_be_inside_and_is_not_followed_elsewhere(loopback, settings):
    settings.PURGE_URL = f"http://127.0.0.1:{loopback.port}/purge"
    settings.PURGE_TOKEN = "secret"
    SurrogateKeyPurge().purge(["guides"])
    assert loopback.asked == ["/purge"]
    settings.PURGE_URL = f"http://127.0.0.1:{loopback.port}/to/http://127.0.0.1:{loopback.port}/stolen"
    with pytest.raises(PurgeFailed, match="302"):
        SurrogateKeyPurge().purge(["guides"])
    assert "/stolen" not in loopback.asked


def test_nothing_else_of_ours_asks_other_hosts():
    clients = ("requests", "urllib.request", "http.client", "urllib3", "httpx", "aiohttp", "boto3", "botocore")
    found = {
        str(path.relative_to(ROOT))
        for package in ("api", "cms", "content")
        for path in (ROOT / package).rglob("*.py")
        for name in imports_of(path.read_text())
        if any(name == client or name.startswith(f"{client}.") for client in clients)
    }
    assert found == {str(outgoing.__file__).removeprefix(f"{ROOT}/")}
