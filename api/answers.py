"""Answers with stored bytes and an ETag for each encoding, or 304 if the client has them."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags, quote_etag

from content.public.caching import allow_caching, key_of
from content.public.documents import encode
from content.public.reading import Served

#: Best first. "" is the uncompressed body.
ENCODINGS = ("br", "gzip", "")
#: Headers that a 304 repeats (RFC 9110, 15.4.5).
_KEPT = ("Cache-Control", "CDN-Cache-Control", "Surrogate-Key", "Vary", "Content-Language")


def answer_bytes(
    request: HttpRequest,
    *,
    body: bytes,
    encodings: dict[str, bytes] | None = None,
    keys: Sequence[str] = (),
    locale: str = "",
    content_type: str = "application/json",
) -> HttpResponse:
    """Answer with the best encoding that the client accepts.

    Each encoding has its own strong ETag, and any of them is answered with 304, since all have the same content.
    ETags depend only on the bytes, so they are equal in every process and after a restart.
    """
    bodies = {"": body, **(encodings or {})}
    encoding = next(name for name in ENCODINGS if name in bodies and _accepts(request, name))
    digest = hashlib.sha256(body).hexdigest()[:32]
    etags = {name: quote_etag(f"{digest}-{name}" if name else digest) for name in ENCODINGS}
    response = HttpResponse(bodies[encoding], content_type=content_type)
    if encoding:
        response["Content-Encoding"] = encoding
    allow_caching(response, keys)
    response["Vary"] = "Accept-Encoding"
    if locale:
        response["Content-Language"] = locale
    known = parse_etags(request.headers.get("If-None-Match", ""))
    etag = next((tag for tag in etags.values() if tag in known or f"W/{tag}" in known), etags[encoding])
    response["ETag"] = etags[encoding]
    answer: HttpResponse = _answer_if_changed(request, response, etag)
    if answer.status_code == 304:
        answer["ETag"] = etag
    return answer


def answer_file(
    request: HttpRequest, file: Any, *, tag: str, keys: Sequence[str], locale: str, content_type: str
) -> HttpResponseBase:
    """Stream a stored file. `tag` identifies its bytes; the ETag is made from it."""
    response: Any = FileResponse(file, content_type=content_type)
    allow_caching(response, keys)
    response["Content-Language"] = locale
    response["ETag"] = quote_etag(hashlib.sha256(tag.encode()).hexdigest()[:32])
    answer = _answer_if_changed(request, response, response["ETag"])
    if answer is not response:
        file.close()  # closing the response would end the request
    return answer


def _answer_if_changed(request: HttpRequest, response: Any, etag: str) -> Any:
    """The response; or 304 with its caching headers, if the client has it."""
    answer: Any = get_conditional_response(request, etag=etag, response=response)
    if answer is not response:
        for header in _KEPT:
            if header in response:
                answer[header] = response[header]
    return answer


def answer_served(request: HttpRequest, served: Served) -> HttpResponse:
    return answer_bytes(
        request,
        body=served.body,
        encodings={"gzip": served.body_gzip, "br": served.body_br},
        keys=[key_of(served.kind, served.subject)],
        locale=served.locale,
    )


def answer_sentence(sentence: str, status: int = 200) -> HttpResponse:
    """One line of plain text, for clients that expect neither JSON nor a page."""
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")


def answer_document(
    request: HttpRequest, document: dict[str, Any], keys: Sequence[str], locale: str = ""
) -> HttpResponse:
    return answer_bytes(request, body=encode(document), keys=keys, locale=locale)


def answer_spliced(request: HttpRequest, served: Served, name: str, other: Served) -> HttpResponse:
    """A stored document with another one as its last member. The bytes are joined, not parsed."""
    body = served.body[:-1] + b',"' + name.encode() + b'":' + other.body + b"}"
    keys = [key_of(part.kind, part.subject) for part in (served, other)]
    return answer_bytes(request, body=body, keys=keys, locale=served.locale)


def _accepts(request: HttpRequest, name: str) -> bool:
    if not name:
        return True
    for part in request.headers.get("Accept-Encoding", "").split(","):
        coding, _, weight = part.strip().partition(";")
        if coding.strip().lower() == name:
            return weight.replace(" ", "").lower() not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
