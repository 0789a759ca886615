"""Leads from host names that the product had before to its address, so that what was pasted then goes on."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase

#: Answered under any name: servers that include fragments, and health checks, follow no redirect.
_ANSWERED = ("/embed/fragment/", "/healthz/")
#: Seconds for which a redirect is kept. A name may come back one day.
KEPT = 3600


class FormerHostMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.FORMER_HOSTS or request.path.startswith(_ANSWERED):
            return self.get_response(request)
        host, _port = split_domain_port(request.META.get("HTTP_HOST", ""))
        if host not in settings.FORMER_HOSTS:
            return self.get_response(request)
        is_read = request.method in ("GET", "HEAD")
        address = settings.BASE_URL + request.get_full_path()
        response = HttpResponsePermanentRedirect(address, preserve_request=not is_read)
        response["Cache-Control"] = f"public, max-age={KEPT}"
        return response
