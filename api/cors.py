"""CORS: every origin may read, and gets the same answer."""

from corsheaders.middleware import CorsMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class PublicCorsMiddleware(CorsMiddleware):
    """Leaves out `Vary: origin`, which would make a CDN store each answer once per website."""

    def add_response_headers(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        vary = response.get("Vary")
        answered = super().add_response_headers(request, response)
        if vary is None:
            del answered["Vary"]
        else:
            answered["Vary"] = vary
        return answered
