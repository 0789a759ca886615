"""Leaves out of the API's JSON what browsers heed in pages alone: policies, who may frame it, referrers, openers.

No browser runs JSON or shows it as a page, since `X-Content-Type-Options: nosniff` stays. Phones would receive these
lines with every answer, and each cache between would read and keep them.
"""

from collections.abc import Callable
from http import HTTPStatus

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase

API = "/api/"
_JSON = ("application/json", "application/problem+json")
_OF_PAGES = ("X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy")


def is_json_of_the_api(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Or the answer that what the client has of it still holds."""
    if not request.path_info.startswith(API):
        return False
    return response.status_code == HTTPStatus.NOT_MODIFIED or response.get("Content-Type") in _JSON


class LeanJsonMiddleware:
    """Must come before Django's middlewares that set these headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if is_json_of_the_api(request, response):
            for name in _OF_PAGES:
                response.headers.pop(name, None)
        return response


class PagePolicyMiddleware(CSPMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if is_json_of_the_api(request, response):
            return response
        return super().process_response(request, response)
