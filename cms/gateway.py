"""Runs a WSGI application for the server: request -> environ -> whole answer."""

import io
import logging
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any

from whitenoise.responders import SlicedFile

logger = logging.getLogger(__name__)

Headers = list[tuple[str, str]]
Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
#: Bytes. A larger file is not read here: the server sends it in pieces.
IN_MEMORY = 256 * 1024
#: Headers that have no HTTP_ prefix in an environ.
_OF_THE_BODY = ("content-type", "content-length")


@dataclass(frozen=True)
class File:
    """A range of a local file, which the server sends without one of our threads."""

    path: str
    start: int
    end: int


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Headers
    body: bytes | File


@dataclass(frozen=True)
class Plain(Answer):
    body: bytes


def say(status: int, sentence: str) -> Plain:
    """An answer without the application: plain text, not cached."""
    body = f"{sentence}\n".encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    return Plain(status, headers, body)


FAILED = say(500, "Something went wrong. Try again in a minute.")


def build_environ(scope: Any) -> Environ:
    """The environ of PEP 3333, with an empty body."""
    client, _, port = scope.client.rpartition(":")
    server, _, server_port = scope.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_PROTOCOL": "HTTP/1.0" if scope.http_version == "1" else f"HTTP/{scope.http_version}",
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": server_port,
        "REMOTE_ADDR": client.strip("[]"),
        "REMOTE_PORT": port,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileWrapper,
    }
    for name, value in scope.headers.items():
        if "_" in name:
            continue  # dropped: with an underscore it could pose as a header of our proxy, such as X-Forwarded-For
        key = name.upper().replace("-", "_")
        key = key if name in _OF_THE_BODY else f"HTTP_{key}"
        joint = "; " if name == "cookie" else ","
        environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
    return environ


class FileWrapper:
    """The `wsgi.file_wrapper`: an application returns it instead of a file's bytes."""

    def __init__(self, file: IO[bytes], block_size: int = 65_536) -> None:
        self.file, self.block_size = file, block_size
        self.close = getattr(file, "close", lambda: None)

    def __iter__(self) -> "FileWrapper":
        return self

    def __next__(self) -> bytes:
        if block := self.file.read(self.block_size):
            return block
        raise StopIteration


def call(application: Application, environ: Environ) -> Answer:
    """Runs the application to its end: its thread is free before the client receives the answer."""
    try:
        return _run(application, environ)
    except Exception:  # such as an unreadable file; Django's error page does not cover this
        logger.exception("The application failed at %s", environ["PATH_INFO"])
        return FAILED


def _run(application: Application, environ: Environ) -> Answer:
    started: list[tuple[int, Headers]] = []

    def start_response(status: str, headers: Headers, exc_info: Any = None) -> None:
        started.append((int(status.split(" ", 1)[0]), headers))

    answer = application(environ, start_response)
    try:
        body = _find_file(answer) or b"".join(answer)
    finally:
        close: Callable[[], None] | None = getattr(answer, "close", None)
        if close:
            close()
    return Answer(*started[-1], body)


def _find_file(answer: Iterable[bytes]) -> File | None:
    """The answer's local file, if it is large: from its position to its end, or to the end of a requested range."""
    file = answer.file if isinstance(answer, FileWrapper) else None
    most = file.remaining if isinstance(file, SlicedFile) else None
    file = getattr(file, "fileobj" if isinstance(file, SlicedFile) else "file", file)  # Django's File wraps one
    if not isinstance(file, io.BufferedReader) or not isinstance(file.name, str):
        return None
    start, end = file.tell(), os.fstat(file.fileno()).st_size
    end = end if most is None else min(end, start + most)
    return File(file.name, start, end) if end - start > IN_MEMORY else None
