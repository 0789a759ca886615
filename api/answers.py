"""Answers: stored bytes handed over with the ETag of their encoding, and 304 where the reader has them."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from content.editions.compiler import encode
from content.editions.reading import Served

#: How long an answer may be shown without asking again, and how long an old one while asking or failing.
CACHE_CONTROL = "public, max-age=10, stale-while-revalidate=60, stale-if-error=86400"


def answer_bytes(
    request: HttpRequest, *, digest: str, body: bytes, encodings: dict[str, bytes], locale: str = ""
) -> HttpResponse:
    """Answer with the best encoding that the reader takes. Each encoding has an ETag of its own."""
    accepted = request.headers.get("Accept-Encoding", "")
    encoding = next((name for name in ("br", "gzip") if name in encodings and _accepts(accepted, name)), "")
    response = HttpResponse(encodings.get(encoding, body), content_type="application/json")
    if encoding:
        response["Content-Encoding"] = encoding
    response["ETag"] = quote_etag(f"{digest[:32]}-{encoding}" if encoding else digest[:32])
    response["Cache-Control"] = CACHE_CONTROL
    response["Vary"] = "Accept-Encoding"
    if locale:
        response["Content-Language"] = locale
    conditional = get_conditional_response(request, etag=response["ETag"], response=response)
    assert conditional is not None
    if conditional.status_code == 304:
        conditional["Cache-Control"], conditional["Vary"] = CACHE_CONTROL, "Accept-Encoding"
    return conditional


def answer_served(request: HttpRequest, served: Served) -> HttpResponse:
    return answer_bytes(
        request,
        digest=hashlib.sha256(served.body).hexdigest(),
        body=served.body,
        encodings={"gzip": served.body_gzip, "br": served.body_br},
        locale=served.locale,
    )


def answer_document(request: HttpRequest, document: dict[str, Any], locale: str = "") -> HttpResponse:
    body = encode(document)
    digest = hashlib.sha256(body).hexdigest()
    return answer_bytes(request, digest=digest, body=body, encodings={}, locale=locale)


def _accepts(header: str, name: str) -> bool:
    for part in header.split(","):
        coding, _, weight = part.strip().partition(";")
        if coding.strip().lower() == name:
            return weight.replace(" ", "").lower() not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def answer_spliced(request: HttpRequest, served: Served, name: str, other: Served) -> HttpResponse:
    """One stored document with another put into it as its last member: bytes joined, nothing parsed."""
    body = served.body[:-1] + b',"' + name.encode() + b'":' + other.body + b"}"
    digest = hashlib.sha256(body).hexdigest()
    return answer_bytes(request, digest=digest, body=body, encodings={}, locale=served.locale)
