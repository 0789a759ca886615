"""Servers on this machine that answer as FCM and APNs are documented to, and check who asks as they do."""

import base64
import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

FCM_PATH = "/v1/projects/guides/messages:send"


def write_pem(key: Any) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def decode(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


@dataclass
class Services:
    """`sent`: what was taken, by token. `answers`: what a token is answered before it is taken, in this order."""

    url: str = ""
    google: Any = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    apple: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    sent: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[str, list[tuple[int, dict, dict]]] = field(default_factory=lambda: defaultdict(list))
    asked: list[str] = field(default_factory=list)
    access: str = "google-1"
    lock: Lock = field(default_factory=Lock)

    @property
    def account(self) -> dict[str, str]:
        who = {"project_id": "guides", "client_email": "push@guides.example", "private_key_id": "1"}
        return who | {"private_key": write_pem(self.google), "token_uri": f"{self.url}/token"}

    def give_access(self, form: str) -> tuple[int, dict, dict]:
        (assertion,) = parse_qs(form)["assertion"]
        signed, _, signature = assertion.rpartition(".")
        self.google.public_key().verify(decode(signature), signed.encode(), padding.PKCS1v15(), SHA256())
        claims = json.loads(decode(signed.split(".")[1]))
        assert claims["aud"] == f"{self.url}/token"
        return 200, {}, {"access_token": self.access, "expires_in": 3600}

    def send_by_google(self, headers: Any, body: dict) -> tuple[int, dict, dict]:
        if headers["Authorization"] != f"Bearer {self.access}":
            return 401, {}, {}
        return self.take(body["message"]["token"], body["message"])

    def send_by_apple(self, token: str, headers: Any, body: dict) -> tuple[int, dict, dict]:
        signed, _, signature = headers["authorization"].removeprefix("bearer ").rpartition(".")
        raw = decode(signature)
        halves = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        self.apple.public_key().verify(halves, signed.encode(), ec.ECDSA(SHA256()))
        assert json.loads(decode(signed.split(".")[0])) == {"alg": "ES256", "typ": "JWT", "kid": "KEY"}
        told = {name: value for name, value in headers.items() if name.startswith("apns-")}
        return self.take(token, {"headers": told, **body})

    def take(self, token: str, message: dict) -> tuple[int, dict, dict]:
        with self.lock:
            if self.answers[token]:
                return self.answers[token].pop(0)
            self.sent[token].append(message)
        return 200, {}, {}


@contextmanager
def push_services() -> Iterator[Services]:
    services = Services()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            services.asked.append(self.path)
            if self.path == "/token":
                status, headers, answer = services.give_access(body)
            elif self.path == FCM_PATH:
                status, headers, answer = services.send_by_google(self.headers, json.loads(body))
            else:
                token = self.path.removeprefix("/3/device/")
                status, headers, answer = services.send_by_apple(token, self.headers, json.loads(body))
            text = json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(text))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    services.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield services
    finally:
        server.shutdown()
        server.server_close()
