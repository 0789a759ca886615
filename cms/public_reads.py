"""The short way of public reads, past all that only staff need: sessions, forms, accounts, previews, transactions."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponseBase

#: Who sends one of these may be somebody, or see a preview.
_TELLING = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_PREVIEW_TOKEN")


class PublicReads:
    """Readers need none of the middlewares after this one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.answer: Any = convert_exception_to_response(_Views()._get_response)  # type: ignore[attr-defined]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.answer if is_public_read(request) else self.get_response
        response: HttpResponseBase = answer(request)
        return response


def is_public_read(request: HttpRequest) -> bool:
    if getattr(request, "is_dummy", False):
        return False  # Wagtail's, for the preview of a draft: it has a handler of its own behind all middlewares
    is_read = request.method in ("GET", "HEAD") and not request.path.startswith(settings.STAFF_PATHS)
    return is_read and not any(request.META.get(name) for name in _TELLING)


class _Views(BaseHandler):
    """Django's own way from an address to its view and its errors, without a middleware."""

    _view_middleware: list[Any]
    _template_response_middleware: list[Any]
    _exception_middleware: list[Any]

    def __init__(self) -> None:
        self._view_middleware, self._template_response_middleware, self._exception_middleware = [], [], []
