"""Serves the embed script at two addresses.

One always gives the newest version. The other, with a digest in it, always gives the same bytes.
"""

import base64
import hashlib
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parent / "v1.js"
#: Every version that a website may have pasted, under the digest of its content. Files are added, none is taken away.
RELEASED = Path(__file__).parent / "released"


def release() -> Path:
    """Keep the newest script under its digest, for every website that pastes it from now on."""
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
    """For the `integrity` attribute (W3C Subresource Integrity)."""
    return "sha384-" + base64.b64encode(hashlib.sha384(read_current()).digest()).decode()


def read_released(digest: str) -> bytes | None:
    """None where there is no such version. No path is made of what was asked for, and none of it is remembered."""
    path = _list_released().get(digest)
    return path.read_bytes() if path else None


@cache
def _list_released() -> dict[str, Path]:
    """Digest -> file. It takes a new start of the server to add one."""
    return {path.name.split(".")[1]: path for path in RELEASED.glob("v1.*.js")}
