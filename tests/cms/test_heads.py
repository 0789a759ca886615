"""A request's head is bounded before anything reads it: Django's parsers take the square of some lengths."""

import io

import pytest
from django.core.handlers.wsgi import WSGIRequest

from cms.heads import MOST, guard_heads
from cms.wsgi import application


def ask(app, **environ):
    """Status and body of the application's answer."""
    said = []
    body = b"".join(
        app({"REQUEST_METHOD": "GET", "PATH_INFO": "/", **environ}, lambda status, headers: said.append(status))
    )
    return said[0], body


@pytest.mark.parametrize("name", MOST)
def test_a_line_that_is_too_long_is_read_by_nothing(name):
    app = guard_heads(lambda environ, start_response: pytest.fail("it was read"))
    status, body = ask(app, **{name: 'a/b;x="' + ";" * MOST[name]})
    assert status.startswith("431 ")
    assert b"too long" in body


def test_what_browsers_send_is_read():
    app = guard_heads(lambda environ, start_response: [environ["CONTENT_TYPE"].encode()])
    kind = "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW"
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
    body = b"".join(app({"CONTENT_TYPE": kind, "HTTP_ACCEPT": accept, "HTTP_COOKIE": "a=" + "b" * 4_000}, None))
    assert body == kind.encode()


@pytest.mark.parametrize(
    "kind",
    [
        "a/b; charset=bz2",
        'a/b;charset="utf-16"',
        "a/b; CharSet =idna",
        "a/b;charset*=utf-8''rot13",
        "a/b;charset=utf-8",
    ],
)
def test_no_charset_is_taken_from_a_stranger(kind):
    app = guard_heads(lambda environ, start_response: [environ["CONTENT_TYPE"].encode()])
    assert b"".join(app({"CONTENT_TYPE": kind}, None)) == b"a/b"


@pytest.mark.parametrize("charset", ["bz2", "rot13", "hex", "idna", "undefined", "punycode", "utf-16", "utf-8"])
def test_a_charset_makes_no_request_fail(charset):
    app = guard_heads(lambda environ, start_response: [WSGIRequest(environ).GET["a"].encode()])
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": "a=1", "wsgi.input": io.BytesIO()}
    assert b"".join(app({**environ, "CONTENT_TYPE": f"a/b; charset={charset}"}, None)) == b"1"


def test_the_application_is_guarded_whichever_server_runs_it():
    status, _body = ask(application, CONTENT_TYPE=";" * 300)
    assert status.startswith("431 ")
