"""Answers without a body say nothing of its length (RFC 9110, 8.6): “Content-Length: 0” would be that of the words."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

BODILESS = (204, 304)


class BodilessMiddleware:
    """Outermost: CommonMiddleware gives every answer a length."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in BODILESS:
            response.headers.pop("Content-Length", None)
        return response
