"""A server in the product's place: it gives answers that the product has made, and can fail as servers do."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass
class StandIn:
    """`state`: "up"; "broken", as a proxy whose server is away; "silent"; "dripping", a byte now and then."""

    server: ThreadingHTTPServer
    answers: dict[str, Any] = field(default_factory=dict)
    state: str = "up"
    #: Each request: its path, its headers, and the status that was answered.
    asked: list[tuple[str, dict[str, str], int]] = field(default_factory=list)
    ended: Event = field(default_factory=Event)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def go_away(self) -> None:
        """Nobody listens any more."""
        self.ended.set()
        self.server.shutdown()
        self.server.server_close()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        if self.state == "silent":
            self.ended.wait(20)
            return
        while self.state == "dripping" and not self.ended.wait(0.2):
            handler.wfile.write(b"H")
        if self.state == "broken":
            self._send(handler, 502, {"Content-Type": "text/html"}, b"<h1>502 Bad Gateway</h1>")
            return
        answer = self.answers[handler.path]
        headers = dict(answer.headers)
        known = handler.headers.get("If-None-Match")
        if known and known == headers.get("ETag"):
            self._send(handler, 304, headers, b"")
        else:
            self._send(handler, answer.status_code, headers, answer.content)

    def _send(self, handler: BaseHTTPRequestHandler, status: int, headers: dict[str, str], body: bytes) -> None:
        self.asked.append((handler.path, dict(handler.headers), status))
        handler.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)


@contextmanager
def standing_in() -> Iterator[StandIn]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            stand_in.answer(self)

        def log_message(self, *args: Any) -> None:
            pass

        def handle(self) -> None:
            with suppress(OSError):  # whoever asked may have lost patience
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    stand_in = StandIn(server)
    Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    try:
        yield stand_in
    finally:
        if not stand_in.ended.is_set():
            stand_in.go_away()
