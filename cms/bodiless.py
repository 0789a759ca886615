"""Removes Content-Length from answers without a body: in a 304, 0 would mean an empty document (RFC 9110, 8.6)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

BODILESS = (204, 304)


class BodilessMiddleware:
    """Must be outermost: CommonMiddleware adds a length to every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in BODILESS:
            response.headers.pop("Content-Length", None)
        return response
