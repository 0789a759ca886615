"""Any origin may read, and every origin gets the same answer."""

from corsheaders.middleware import CorsMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class PublicCorsMiddleware(CorsMiddleware):
    """Without `Vary: origin`, by which a CDN would keep an answer once for every website that shows it."""

    def add_response_headers(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        vary = response.get("Vary")
        answered = super().add_response_headers(request, response)
        if vary is None:
            del answered["Vary"]
        else:
            answered["Vary"] = vary
        return answered
