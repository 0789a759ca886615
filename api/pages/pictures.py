"""Serves prepared pictures. Their addresses are hashes of their content, so they are cached for ever.

No other stored file has a public address: a requested name is never made into a path.
"""

from pathlib import PurePosixPath
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from content.public.pictures import open_picture

TYPES = {".avif": "image/avif", ".webp": "image/webp", ".jpg": "image/jpeg"}


@require_safe
def rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    file = open_picture(name)
    if file is None:
        raise Http404
    response: Any = FileResponse(file, content_type=TYPES[PurePosixPath(name).suffix])
    response["ETag"] = f'"{name}"'
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Surrogate-Key"] = f"rendition-{name}"
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
