"""What has no body names no length, and part of a file may be a single byte."""

import socket
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from cms.bodiless import BodilessMiddleware

STYLES = "/static/web/site.css"


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_without_a_body_names_no_length(status):
    middleware = BodilessMiddleware(lambda request: HttpResponse(status=status, headers={"Content-Length": "0"}))
    assert "Content-Length" not in middleware(RequestFactory().get("/"))


def test_an_empty_body_has_its_length():
    middleware = BodilessMiddleware(lambda request: HttpResponse(status=200, headers={"Content-Length": "0"}))
    assert middleware(RequestFactory().get("/"))["Content-Length"] == "0"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/guides/", "/embed/nodes/guides/", STYLES])
def test_no_304_of_the_product_names_a_length(client, path):
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, b"".join(again)) == (304, b"")
    assert "Content-Length" not in again


@pytest.mark.parametrize(
    ("asked", "start", "end"), [("0-0", 0, 1), ("5-5", 5, 6), ("-1", -1, None), ("0-3", 0, 4), ("7-", 7, None)]
)
def test_part_of_a_file_is_given_to_the_byte(client, asked, start, end):
    whole = b"".join(client.get(STYLES))
    part = client.get(STYLES, headers={"range": f"bytes={asked}"})
    wanted = whole[start:end]
    assert (part.status_code, b"".join(part), part["Content-Length"]) == (206, wanted, str(len(wanted)))
    first = whole.index(wanted) if len(wanted) > 3 else start % len(whole)
    assert part["Content-Range"] == f"bytes {first}-{first + len(wanted) - 1}/{len(whole)}"


@pytest.mark.parametrize("asked", ["9999999-", "9-3", "9999999-9999999"])
def test_what_no_file_has_is_416(client, asked):
    assert client.get(STYLES, headers={"range": f"bytes={asked}"}).status_code == 416


def ask(address: str, path: str, **headers: str) -> str:
    """Every byte of an answer, as it comes over the wire."""
    host = urlsplit(address).netloc
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    head = "\r\n".join([f"GET {path} HTTP/1.1", f"Host: {host}", "Connection: close", *lines, "", ""])
    with socket.create_connection(("localhost", int(host.rpartition(":")[2])), timeout=20) as wire:
        wire.sendall(head.encode())
        return b"".join(iter(lambda: wire.recv(65_536), b"")).decode("latin-1")


@pytest.mark.served
def test_nor_does_the_server_name_one(site):
    for path in ("/api/v1/guides/", STYLES):
        tag = next(line for line in ask(site, path).split("\r\n") if line.lower().startswith("etag: "))
        head, _, body = ask(site, path, If_None_Match=tag[6:]).partition("\r\n\r\n")
        assert head.startswith("HTTP/1.1 304")
        assert body == ""
        assert "content-length" not in head.lower()
        assert "transfer-encoding" not in head.lower()
    assert ask(site, STYLES, Range="bytes=0-0").startswith("HTTP/1.1 206")
