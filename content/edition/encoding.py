"""Encodes documents as bytes, and makes their digests."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def encode(document: Mapping[str, Any]) -> bytes:
    """The only encoding of documents: everything that needs their bytes uses it."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def digest_of(document: Mapping[str, Any]) -> str:
    return hashlib.sha256(encode(document)).hexdigest()
