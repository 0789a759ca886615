"""The admin's Content-Security-Policy: only scripts of this server, and inline scripts with the session's nonce.

Wagtail starts some fields by inline scripts, also in dialogs that it fetches after the page. So the nonce is one per
session, as in Rails, not one per answer. It can't be guessed.
Wagtail's scripts add inline styles, so these must be allowed.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets.chooser import BaseChooser

#: The hash of "return;", a handler by which Wagtail's cropping tool (Jcrop) detects supported events.
EMPTY_HANDLER = "'sha256-i+qr4lq34KgNHiW62lWi9aInEBwiEOrfCzaNPCvkqD8='"
POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    "script-src-attr": ["'unsafe-hashes'", EMPTY_HANDLER],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
}
#: The nonce of the current request: widgets are rendered without access to the request.
_nonce: ContextVar[str] = ContextVar("nonce", default="")


class AdminPolicyMiddleware:
    """Sets the policy of the admin. Comes after PagePolicyMiddleware, which writes the header."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(self.admin):
            return self.get_response(request)
        nonce = make_nonce(request)
        request._csp_nonce = nonce  # type: ignore[attr-defined]
        token = _nonce.set(nonce)
        try:
            response = self.get_response(request)
        finally:
            _nonce.reset(token)
        if not hasattr(response, "_csp_replace"):  # a preview has the policy of web pages
            response._csp_config = POLICY  # type: ignore[attr-defined]
        return response


def make_nonce(request: HttpRequest) -> str:
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    return salted_hmac("csp nonce", session).hexdigest() if session else get_random_string(32)


def find_nonce() -> str:
    return _nonce.get()


def _render(self: Any, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
    """BaseChooser.render, with the nonce."""
    value_data = self.get_value_data(value)
    script = self.render_js_init(attrs["id"], name, value_data)
    field = self.render_html(name, value_data, attrs)
    return format_html('{}<script nonce="{}">{}</script>', field, find_nonce(), mark_safe(script))


def give_choosers_the_nonce() -> None:
    BaseChooser.render = _render
