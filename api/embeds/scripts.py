"""Keeps the embed script for two addresses: one always gives the newest version; one with a digest never changes."""

import base64
import gzip
import hashlib
from functools import cache
from pathlib import Path

import brotli

SOURCE = Path(__file__).parent / "v1.js"
#: Every released version, named by its digest. Files are only added: websites may still use any of them.
RELEASED = Path(__file__).parent / "released"


def release() -> Path:
    """Save the current script under its digest, for websites that paste it from now on."""
    path = RELEASED / current_name()
    RELEASED.mkdir(exist_ok=True)
    path.write_bytes(read_current())
    return path


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


@cache
def read_current() -> bytes:
    return SOURCE.read_bytes()


def current_name() -> str:
    return f"v1.{digest_of(read_current())}.js"


def find_integrity() -> str:
    """The value of the `integrity` attribute (W3C Subresource Integrity)."""
    return "sha384-" + base64.b64encode(hashlib.sha384(read_current()).digest()).decode()


def read_released(digest: str) -> bytes | None:
    """None if there is no such version. The digest is only looked up, never made into a path."""
    path = _list_released().get(digest)
    return path.read_bytes() if path else None


@cache
def compress(script: bytes) -> dict[str, bytes]:
    """As small as brotli and gzip can. It takes 10 ms, so each version is compressed once."""
    return {
        "br": brotli.compress(script, quality=11),
        "gzip": gzip.compress(script, mtime=0),
        "": script,
    }


@cache
def _list_released() -> dict[str, Path]:
    """Digest -> file. Cached: new files are found after a restart."""
    return {path.name.split(".")[1]: path for path in RELEASED.glob("v1.*.js")}
