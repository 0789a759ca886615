"""CORS: every origin may read, and gets the same answer."""

from corsheaders.conf import conf
from corsheaders.middleware import ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CorsMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class PublicCorsMiddleware(CorsMiddleware):
    """Says so in every answer, and leaves out `Vary: origin`.

    The library says it only where the request names an origin. A cache that keeps the answer to another request would
    give an answer that no other website may read. With `Vary`, a CDN would store each answer once per website.
    """

    def add_response_headers(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        vary = response.get("Vary")
        answered = super().add_response_headers(request, response)
        if vary is None:
            del answered["Vary"]
        else:
            answered["Vary"] = vary
        if self.is_enabled(request):
            answered[ACCESS_CONTROL_ALLOW_ORIGIN] = "*"
            answered[ACCESS_CONTROL_EXPOSE_HEADERS] = ", ".join(conf.CORS_EXPOSE_HEADERS)
        return answered
