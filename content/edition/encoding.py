"""Encodes documents as bytes, and makes their digests."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

#: Name of a member of a document -> where its value begins and ends in the document's bytes. A guide's section has the
#: name “sections.KEY”.
Places = dict[str, tuple[int, int]]


def encode(document: Mapping[str, Any]) -> bytes:
    """The only encoding of documents: everything that needs their bytes uses it."""
    return _encode(document)


def digest_of(document: Mapping[str, Any]) -> str:
    return hashlib.sha256(encode(document)).hexdigest()


def tag_of(body: bytes) -> str:
    """What an ETag says of a body: half of its SHA-256, in hexadecimal digits."""
    return hashlib.sha256(body).hexdigest()[:32]


def encode_in_places(document: Mapping[str, Any]) -> tuple[bytes, Places]:
    """`encode`, and the places of its members and sections: answers are cut from the bytes, which nobody parses."""
    body, places = b"", {}
    for name, value in document.items():
        body += (b"," if body else b"{") + _encode(name) + b":"
        if name == "sections":
            for section in value:
                encoded = _encode(section)
                start = len(body) + 1
                places[f"sections.{section['key']}"] = start, start + len(encoded)
                body += (b"," if section is not value[0] else b"[") + encoded
            body += b"]" if value else b"[]"
        else:
            encoded = _encode(value)
            places[name] = len(body), len(body) + len(encoded)
            body += encoded
    return (body or b"{") + b"}", places


def join_members(members: Iterable[tuple[str, bytes]]) -> bytes:
    """An object of members whose values are encoded already."""
    return b"{" + b",".join(_encode(name) + b":" + value for name, value in members) + b"}"


def join_items(items: Iterable[bytes]) -> bytes:
    """A list of values that are encoded already."""
    return b"[" + b",".join(items) + b"]"


def add_member(body: bytes, name: str, value: bytes) -> bytes:
    """An encoded object with one more member, whose value is encoded already."""
    return body[:-1] + b"," + _encode(name) + b":" + value + b"}"


def _encode(value: Any) -> bytes:
    return _ENCODER.encode(value).encode()


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
