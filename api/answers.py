"""Answers with stored bytes and an ETag for each encoding, or 304 if the client has them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags, quote_etag
from whitenoise.responders import SlicedFile

from api.problems import RangeNotSatisfiable
from api.ranges import read_range
from cms.compression import COMPRESSORS, LEAST, QUICK_COMPRESSORS, accepts, choose_encoding
from content.public.caching import allow_caching, key_of
from content.public.documents import tag_of
from content.public.served import ENCODINGS, Served

#: Headers that a 304 repeats (RFC 9110, 15.4.5).
_KEPT = ("Cache-Control", "CDN-Cache-Control", "Surrogate-Key", "Vary", "Content-Language")


def answer_bytes(
    request: HttpRequest,
    bodies: Mapping[str, bytes],
    *,
    tag: str = "",
    keys: Sequence[str] = (),
    locale: str = "",
    content_type: str = "application/json",
) -> HttpResponse:
    """Answer with the best encoding that the client accepts. `bodies`: one content by encoding. `tag`: its `tag_of`.

    Each encoding has its own strong ETag, and any of them is answered with 304, since all have the same content.
    ETags depend only on the bytes, so they are equal in every process and after a restart.
    """
    encoding = next(name for name in ENCODINGS if name in bodies and (not name or accepts(request, name)))
    tag = tag or tag_of(bodies[""])
    etags = {name: quote_etag(f"{tag}-{name}" if name else tag) for name in ENCODINGS}
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
    """Stream a stored file, or the part of it that is asked for. `tag` identifies its bytes: the ETag is made from it.

    Raises RangeNotSatisfiable.
    """
    response: Any = FileResponse(file, content_type=content_type)
    allow_caching(response, keys)
    response["Content-Language"] = locale
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = quote_etag(tag_of(tag.encode()))
    answer = _answer_if_changed(request, response, response["ETag"])
    if answer is not response:
        file.close()  # closing the response would end the request
        return answer
    try:
        part = read_range(request, response["ETag"], file.size)
    except RangeNotSatisfiable:
        file.close()
        raise
    if part:
        _cut(response, file, *part)
    return response


def _cut(response: Any, file: Any, first: int, last: int) -> None:
    """Have a part of the file sent alone. Where it is a local one, the server reads it by itself (cms/gateway.py)."""
    response.streaming_content = SlicedFile(file.file, first, last)
    response.status_code = 206
    response["Content-Length"] = str(last - first + 1)
    response["Content-Range"] = f"bytes {first}-{last}/{file.size}"


def _answer_if_changed(request: HttpRequest, response: Any, etag: str) -> Any:
    """The response; or 304 with its caching headers, if the client has it."""
    answer: Any = get_conditional_response(request, etag=etag, response=response)
    if answer is not response:
        for header in _KEPT:
            if header in response:
                answer[header] = response[header]
    return answer


def answer_served(request: HttpRequest, served: Served) -> HttpResponse:
    """The document as it is stored. `served` has the encoding that `cms.compression.choose_encoding` names."""
    keys = [key_of(served.kind, served.subject)]
    return answer_bytes(request, served.bodies, tag=served.etag, keys=keys, locale=served.locale)


def answer_sentence(sentence: str, status: int = 200) -> HttpResponse:
    """One line of plain text, for clients that expect neither JSON nor a page. Nobody keeps it."""
    headers = {"Cache-Control": "no-store"}  # else a cache may keep a 404 for as long as it likes
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8", headers=headers)


def answer_made(
    request: HttpRequest, body: bytes, keys: Sequence[str], locale: str = "", *, tag: str = "", is_quick: bool = True
) -> HttpResponse:
    """A document that was made for this request: compressed now, if the client accepts it and it is long enough.

    `tag`: what its ETag says, where that is known without hashing it. `is_quick`: rather soon than short.
    """
    bodies = {"": body}
    if len(body) >= LEAST and (encoding := choose_encoding(request)):
        bodies[encoding] = (QUICK_COMPRESSORS if is_quick else COMPRESSORS)[encoding](body)
    return answer_bytes(request, bodies, tag=tag, keys=keys, locale=locale)
