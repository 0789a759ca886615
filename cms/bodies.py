"""Limits request bodies by address and user, before anything reads or parses them.

Anonymous users may send only short forms. Users of the admin may send pictures and documents there.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import get_user
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from cms.gateway import Environ
from cms.problems import answer_problem

#: Enough for the longest public form, a mistake report of 10,000 bytes.
PUBLIC_BYTES = 16 * 1024
#: Room in a form besides the file: other fields and boundaries.
_AROUND = 1024 * 1024
STAFF_BYTES = max(settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE + _AROUND)
#: Time limits for a whole body. Ten megabytes over a slow line take five minutes.
PUBLIC_SECONDS, STAFF_SECONDS = 10, 300


def has_body(environ: Environ) -> bool:
    return environ.get("CONTENT_LENGTH") not in (None, "", "0") or "HTTP_TRANSFER_ENCODING" in environ


def is_small(environ: Environ) -> bool:
    """Whether the body declares a length that everybody may send."""
    return _fits(environ, PUBLIC_BYTES)


def says_at_most(request: HttpRequest, most: int) -> bool:
    """Whether the body declares a length of at most `most` bytes."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return length.isdecimal() and int(length) <= most


def may_be_sent(environ: Environ) -> bool:
    """Whether the body may be sent. Unless it is small, queries the database for the user."""
    return is_small(environ) or (
        _fits(environ, STAFF_BYTES)
        and str(environ["PATH_INFO"]).startswith(reverse("wagtailadmin_home"))
        and _is_staff(WSGIRequest(environ))
    )


def _fits(environ: Environ, limit: int) -> bool:
    length = str(environ.get("CONTENT_LENGTH") or "0")
    return "HTTP_TRANSFER_ENCODING" not in environ and length.isdecimal() and int(length) <= limit


def _is_staff(request: HttpRequest) -> bool:
    if not (key := request.COOKIES.get(settings.SESSION_COOKIE_NAME)):
        return False
    request.session = import_string(f"{settings.SESSION_ENGINE}.SessionStore")(key)
    return get_user(request).has_perm("wagtailadmin.access_admin")


class BodyMiddleware:
    """Refuses bodies that may not be sent, under any server. No middleware before it reads a body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not has_body(request.META) or may_be_sent(request.META):
            return self.get_response(request)
        if not request.META.get("CONTENT_LENGTH"):
            return refuse(
                request,
                411,
                "length_required",
                _("Length required"),
                _("Say how long the body is: send Content-Length."),
            )
        is_admin = request.path.startswith(reverse("wagtailadmin_home"))
        most = STAFF_BYTES if is_admin and _is_staff(request) else PUBLIC_BYTES
        detail = _("At most %(size)s can be sent here.") % {"size": filesizeformat(most)}
        if is_admin and most == PUBLIC_BYTES:
            detail += " " + _("Log in to send more.")
        return refuse(request, 413, "too_large", _("Too large"), detail)


def refuse(request: HttpRequest, status: int, code: str, title: str, detail: str) -> HttpResponse:
    """A page in the admin for browsers; problem+json (RFC 9457) elsewhere."""
    response: HttpResponse
    if request.path.startswith(reverse("wagtailadmin_home")) and request.accepts("text/html"):
        response = render(request, "admin/refused.html", {"title": title, "detail": detail}, status=status)
    else:
        response = answer_problem(status, code, title, detail)
    response["Cache-Control"] = "no-store"
    return response
