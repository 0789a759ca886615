"""Websites of other people, each at an origin of its own, that show what the product serves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.request import urlopen


@dataclass
class Website:
    """Pages by path, and the headers of each answer. Both can change while it is served."""

    origin: str
    pages: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def show(self, body: str, head: str = "", html: str = "") -> str:
        """Address of a page with that body."""
        path = f"/{len(self.pages)}.html"
        self.pages[path] = (
            f"<!doctype html><html lang='en' {html}><head><meta charset='utf-8'><title>A website</title>"
            f"<meta name='viewport' content='width=device-width'><link rel='icon' href='data:,'>{head}</head>"
            f"<body>{body}</body></html>"
        )
        return self.origin + path


@contextmanager
def website() -> Iterator[Website]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = site.pages.get(self.path.partition("?")[0])
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "text/css" if self.path.endswith(".css") else "text/html; charset=utf-8")
            for name, value in site.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write((body or "").encode())

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Website(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def recording(product: str) -> Iterator[tuple[str, dict[str, str | None]]]:
    """An address that answers as the product does, and the `Referer` with which each path of it was asked for."""
    referers: dict[str, str | None] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            referers[self.path] = self.headers["Referer"]
            with urlopen(product + self.path) as answer:
                body = answer.read()
                kind = answer.headers["Content-Type"]
            is_text = kind.startswith(("text/html", "application/json"))
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(body.replace(product.encode(), here.encode()) if is_text else body)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield here, referers
    finally:
        server.shutdown()
        server.server_close()
