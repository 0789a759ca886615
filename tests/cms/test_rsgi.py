"""A request is read whole, under a deadline and a limit, before it takes a thread."""

import asyncio
import threading
import time
from itertools import chain, repeat

import pytest
from django.core.files import File
from django.db import InterfaceError
from whitenoise.responders import SlicedFile

from cms import rsgi
from cms.bodies import PUBLIC_BYTES
from cms.gateway import FileWrapper, build_environ, call
from cms.outages import Outage
from tests.support.server import Protocol, make_scope


@pytest.fixture
def ask():
    """What the application that echoes its body was called with, and what was answered."""

    def run(scope, *pieces, application=None):
        called = []

        def echo(environ, start_response):
            called.append(environ | {"thread": threading.current_thread().name})
            start_response("200 OK", [("X-Echo", "1")])
            return [environ["wsgi.input"].read()]

        protocol = Protocol(pieces)
        asyncio.run(rsgi.Front(application or echo).__rsgi__(scope, protocol))
        return called, protocol

    return run


def test_a_body_comes_whole_whatever_its_pieces(ask):
    called, protocol = ask(make_scope(headers=[("content-length", "6")]), b"ab", b"cd", b"ef", b"")
    assert protocol.answer == (200, {"X-Echo": "1"}, b"abcdef")
    assert called[0]["CONTENT_LENGTH"] == "6"


@pytest.mark.parametrize("pieces", [(None,), (b"{", None), (b"ab", b"")])
def test_a_body_that_comes_slowly_or_not_whole_takes_no_thread(ask, monkeypatch, pieces):
    monkeypatch.setattr(rsgi, "PUBLIC_SECONDS", 0.05)
    called, protocol = ask(make_scope(headers=[("content-length", "900")]), *pieces)
    assert called == []
    assert protocol.answer[0] == 408
    assert protocol.answer[1]["Connection"] == "close"


def test_what_may_not_be_sent_is_answered_at_once_and_thrown_away(ask, monkeypatch):
    monkeypatch.setattr(rsgi, "LINGER_SECONDS", 0.05)
    called, protocol = ask(make_scope(headers=[("content-length", str(PUBLIC_BYTES + 1))]), b"x" * 100, None)
    assert called[0]["wsgi.input"].read() == b""
    assert protocol.answer[1]["Connection"] == "close"
    assert protocol.taken == 1


def test_whoever_sends_too_much_is_answered_late_and_holds_no_thread(ask, monkeypatch):
    waited = []

    async def sleep(seconds):
        waited.append(seconds)

    monkeypatch.setattr(rsgi.asyncio, "sleep", sleep)

    def refuse(environ, start_response):
        start_response("429 Too Many Requests", [])
        return [b"wait"]

    _called, protocol = ask(make_scope(headers=[("content-length", "2")]), b"{}", application=refuse)
    assert (protocol.answer[0], waited) == (429, [rsgi.REFUSED_SECONDS])


def test_readers_have_threads_of_their_own(ask):
    threads = {
        (method, path): ask(make_scope(method, path))[0][0]["thread"].split("_")[0]
        for method, path in [("GET", "/api/v1/guides/"), ("POST", "/app/mistakes/"), ("GET", "/admin/login/")]
    }
    assert list(threads.values()) == ["reading", "other", "other"]


def test_a_header_of_ours_cannot_be_claimed_by_an_underscore():
    headers = [("x_forwarded_proto", "https"), ("x-forwarded-for", "1.1.1.1"), ("x-forwarded-for", "2.2.2.2")]
    environ = build_environ(make_scope(headers=headers))
    assert "HTTP_X_FORWARDED_PROTO" not in environ
    assert environ["HTTP_X_FORWARDED_FOR"] == "1.1.1.1,2.2.2.2"


@pytest.mark.parametrize(
    ("client", "address"), [("198.51.100.7:1", "198.51.100.7"), ("[2001:db8::1]:1", "2001:db8::1")]
)
def test_the_address_of_who_asks_is_known(client, address):
    assert build_environ(make_scope(client=client))["REMOTE_ADDR"] == address


def test_cookies_of_several_headers_are_all_there_and_a_path_is_bytes():
    environ = build_environ(make_scope(path="/guides/हिन्दी/", headers=[("cookie", "a=1"), ("cookie", "b=2")]))
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/guides/हिन्दी/"


@pytest.mark.parametrize(("size", "is_file"), [(10, False), (300_000, True)])
def test_a_large_file_is_left_to_the_server_from_where_it_stands(ask, tmp_path, size, is_file):
    path = tmp_path / "file"
    path.write_bytes(b"x" * size)

    def answer(environ, start_response):
        start_response("206 Partial Content", [])
        file = path.open("rb")
        file.seek(3)
        return FileWrapper(file)

    _called, protocol = ask(make_scope("GET", "/"), application=answer)
    assert protocol.answer[2] == ((str(path), 3, size) if is_file else b"x" * (size - 3))


@pytest.mark.parametrize("wrap", [File, lambda file: SlicedFile(file, 5, 300_004)])
def test_so_is_one_that_is_wrapped_and_part_of_one(ask, tmp_path, wrap):
    """Else each slow reader of a picture, or of a range, would cost its length in memory."""
    path = tmp_path / "file"
    path.write_bytes(b"x" * 400_000)

    def answer(environ, start_response):
        start_response("206 Partial Content", [])
        return FileWrapper(wrap(path.open("rb")))

    _called, protocol = ask(make_scope("GET", "/"), application=answer)
    assert protocol.answer[2] == (str(path), *((0, 400_000) if wrap is File else (5, 300_005)))


def test_an_application_that_fails_has_an_answer_all_the_same(ask):
    def fail(environ, start_response):
        raise LookupError("not text")

    _called, protocol = ask(make_scope("GET", "/"), application=fail)
    assert protocol.answer[0] == 500
    assert b"Try again" in protocol.answer[2]


def test_so_has_one_that_fails_while_it_gives_its_answer(ask):
    """Such as a file in a bucket that can't be read to its end."""
    closed = []

    class Answer:
        def __iter__(self):
            yield b"a"
            raise OSError("gone")

        def close(self):
            closed.append(True)

    def fail(environ, start_response):
        start_response("200 OK", [("Content-Length", "2")])
        return Answer()

    _called, protocol = ask(make_scope("GET", "/"), application=fail)
    assert protocol.answer[0] == 500
    assert protocol.answer[1]["Content-Length"] == str(len(protocol.answer[2]))
    assert closed == [True]


def test_a_head_that_is_too_long_takes_no_thread(ask):
    called, protocol = ask(make_scope("GET", "/", headers=[("content-type", "a/b;" * 40), ("content-type", ";" * 200)]))
    assert called == []
    assert protocol.answer[0] == 431


def test_what_an_application_gives_bit_by_bit_is_sent_whole_and_closed():
    closed = []

    class Answer:
        def __iter__(self):
            yield from (b"a", b"b")

        def close(self):
            closed.append(True)

    def application(environ, start_response):
        start_response("200 OK", [])
        return Answer()

    assert call(application, {}).body == b"ab"
    assert closed == [True]


def test_the_newest_release_is_asked_for_again_after_a_fault_and_told_once(monkeypatch, caplog):
    """Until then nothing is answered from memory."""
    again = InterfaceError("gone again")
    answers = chain([InterfaceError("gone"), OSError("gone"), (1, "noon")], repeat(again))

    def read():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(rsgi, "read_stamp", read)
    monkeypatch.setattr(rsgi, "WATCH_SECONDS", 0)
    monkeypatch.setattr(rsgi, "DATABASE", Outage("The database"))
    front = rsgi.Front(None)
    sure = []

    async def watch():
        task = asyncio.create_task(front.watch())
        while len(caplog.records) < 3:
            sure.append(front.hot.release.is_sure)
            await asyncio.sleep(0.001)
        task.cancel()

    asyncio.run(asyncio.wait_for(watch(), 10))
    errors = [record.getMessage().rpartition(": ")[2] for record in caplog.records if record.levelname == "ERROR"]
    assert errors == ["gone", "gone again"]
    assert (sure[0], front.hot.release.stamp) == (False, (1, "noon"))


def ask_at_once(status, headers):
    """Ten who ask the same at once, twice: how often the application was asked."""
    asked = []

    def answer(environ, start_response):
        asked.append(environ["PATH_INFO"])
        time.sleep(0.05)
        start_response(f"{status} Some", headers)
        return [b"words"]

    front = rsgi.Front(answer)
    front.hot.confirm("release 1", time.monotonic(), front.hot.release)
    protocols = [Protocol() for _reader in range(10)]

    async def run():
        for _time in range(2):
            lines = [("host", "localhost")]
            await asyncio.gather(*(front.__rsgi__(make_scope("GET", "/", lines), one) for one in protocols))

    asyncio.run(run())
    assert {one.answer[2] for one in protocols} == {b"words"}
    return len(asked)


def test_many_who_ask_the_same_at_once_cost_one_answer():
    public = [("Cache-Control", "public"), ("Surrogate-Key", "group")]
    assert ask_at_once(200, public) == 1


def test_what_is_for_one_reader_alone_is_made_for_each():
    assert ask_at_once(200, [("Cache-Control", "no-store")]) == 20
    assert ask_at_once(404, []) == 20
