"""Compresses texts that everybody may keep: web pages, the phone's shell, frames and scripts.

What has an ETag has chosen its encoding by itself (api/answers.py). Static files are compressed once (cms/static.py).
What is for one person is never compressed: from its length others could guess what it says (BREACH).
"""

from collections.abc import Callable
from typing import Any

import brotli
from django.http import HttpRequest
from django.utils.cache import patch_vary_headers
from isal import igzip

#: Bytes. What is shorter fits into one packet as it is.
LEAST = 1_000
TEXTS = ("text/", "image/svg+xml", "application/xml", "application/json", "application/manifest+json")
#: By which a text gets a quarter of its size within half a millisecond.
QUALITY = 5
#: By which it gets half more than that, in a tenth of the time: still less than by gzip.
QUICK_QUALITY = 0
#: isal's highest but one: its highest takes three times as long for a thirtieth less.
LEVEL = 2
#: The best first.
COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=QUALITY),
    "gzip": lambda body: igzip.compress(body, LEVEL, mtime=0),
}
#: For what is made for one request, and compressed while its client waits.
QUICK_COMPRESSORS = {**COMPRESSORS, "br": lambda body: brotli.compress(body, quality=QUICK_QUALITY)}


class CompressionMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        response = self.get_response(request)
        if is_for_everybody(response) and is_text(response.get("Content-Type", "")) and len(response.content) >= LEAST:
            patch_vary_headers(response, ["Accept-Encoding"])
            if encoding := choose_encoding(request):
                response.content = COMPRESSORS[encoding](response.content)
                response["Content-Encoding"] = encoding
                response["Content-Length"] = str(len(response.content))
        return response


def is_for_everybody(response: Any) -> bool:
    """Whether it is a whole answer that anybody may keep, and that has not chosen an encoding yet."""
    chosen = response.streaming or "ETag" in response or "Content-Encoding" in response
    return not chosen and "public" in response.get("Cache-Control", "")


def is_text(content_type: str) -> bool:
    return content_type.startswith(TEXTS)


def choose_encoding(request: HttpRequest) -> str:
    """The best that the client accepts; empty for none."""
    return next((name for name in COMPRESSORS if accepts(request, name)), "")


def accepts(request: HttpRequest, name: str) -> bool:
    for part in request.headers.get("Accept-Encoding", "").split(","):
        coding, _, weight = part.strip().partition(";")
        if coding.strip().lower() == name:
            return weight.replace(" ", "").lower() not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
