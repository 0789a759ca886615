"""Serves prepared pictures from local files. Their addresses are hashes of their content: cached for ever.

Originals are not served: they may hold where a photograph was taken.
"""

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve


@require_safe
def rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    if "\x00" in name or len(name.encode(errors="replace")) > 200:
        raise Http404
    response = serve(request, f"renditions/{name}", document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Surrogate-Key"] = f"rendition-{name}"
    return response
