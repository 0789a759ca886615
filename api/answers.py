"""Answers: stored bytes handed over with the ETag of their encoding, and 304 where the reader has them."""

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

#: Best first; "" is the plain body.
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
    """Answer with the best encoding that the reader takes.

    Each encoding has a strong ETag of its own, and any of them answers 304: whichever a reader has, it has the
    words. ETags depend on the bytes alone, so every process gives the same, before and after a restart.
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
    """Answer with a stored file, a piece at a time. `tag` says which bytes it has: its ETag is made of that alone."""
    response: Any = FileResponse(file, content_type=content_type)
    allow_caching(response, keys)
    response["Content-Language"] = locale
    response["ETag"] = quote_etag(hashlib.sha256(tag.encode()).hexdigest()[:32])
    answer = _answer_if_changed(request, response, response["ETag"])
    if answer is not response:
        file.close()  # not the response: that would end the request
    return answer


def _answer_if_changed(request: HttpRequest, response: Any, etag: str) -> Any:
    """The response; or 304 with what its headers say of caching, where the reader has it."""
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
    """One line of plain text, for whoever reads no JSON and no page."""
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")


def answer_document(
    request: HttpRequest, document: dict[str, Any], keys: Sequence[str], locale: str = ""
) -> HttpResponse:
    return answer_bytes(request, body=encode(document), keys=keys, locale=locale)


def answer_spliced(request: HttpRequest, served: Served, name: str, other: Served) -> HttpResponse:
    """One stored document with another put into it as its last member: bytes joined, nothing parsed."""
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
