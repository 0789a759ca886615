"""Documents as bytes, and the digests of these."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def encode(document: Mapping[str, Any]) -> bytes:
    """The one way in which documents become bytes."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def digest_of(document: Mapping[str, Any]) -> str:
    return hashlib.sha256(encode(document)).hexdigest()
