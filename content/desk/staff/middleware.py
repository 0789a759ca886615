"""Keeps users without their second factor out of the admin, and answers too many tries with 429."""

from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from cms.bodies import says_at_most
from content.desk.staff import factors
from content.desk.staff.models import TryKind
from content.desk.staff.throttling import TooManyTries, find_refusal

#: The request's attribute for the seconds to wait.
_WAIT = "too_many_tries"
#: Addresses that stay open without the second factor: the log-in page needs them.
_OPEN = {"wagtailadmin_logout", "wagtailadmin_javascript_catalog", "wagtailadmin_sprite"}


def answer_too_many(request: HttpRequest, error: TooManyTries) -> ValidationError:
    """The error for the form. Its page is then answered with 429."""
    setattr(request, _WAIT, error.wait)
    return ValidationError(str(error), code="too_many_tries")


class GuessMiddleware:
    """Refuses repeated guesses before sessions and forms, at almost no cost.

    Otherwise twenty guessing programs would keep the threads busy that readers need.
    """

    #: Name of an address -> (kind of try, form field with the account's name).
    doors: ClassVar = {
        "wagtailadmin_login": (TryKind.PASSWORD, "username"),
        "wagtailadmin_password_reset": (TryKind.RESET, "email"),
    }
    #: Longer forms are refused unread, and so are those without a length: names and passwords are shorter.
    max_bytes = 4_000

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.addresses = {reverse(name): door for name, door in self.doors.items()}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST" or request.path not in self.addresses:
            return self.get_response(request)
        if not says_at_most(request, self.max_bytes):
            return HttpResponse(_("This form is too long."), status=413, content_type="text/plain")
        kind, field = self.addresses[request.path]
        if refusal := find_refusal(request, kind, request.POST.get(field, "")):
            return _refuse(refusal)
        return self.get_response(request)


def _refuse(refusal: TooManyTries) -> HttpResponse:
    response = render(None, "admin/refused.html", {"title": str(refusal)}, status=429)
    response.headers["Retry-After"] = str(refusal.wait)
    response.headers["Cache-Control"] = "no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]  # the first refusal was logged
    return response


class StaffMiddleware(MiddlewareMixin):
    """Logs out sessions without the required second factor: such a session must not be enough to set up a device.

    They began before a role required the factor, or before their device was deleted.
    """

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None  # before `request.user` is read, which would make every public answer vary by cookie
        user: Any = request.user
        if not user.is_authenticated or user.is_verified() or not factors.needs_factor(user):
            return None
        if request.resolver_match and request.resolver_match.url_name in _OPEN:
            return None
        logout(request)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest" or request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        messages.warning(request, _("Your account needs a second factor: log in again to go on."))
        return redirect(f"{reverse('wagtailadmin_login')}?{urlencode({'next': request.get_full_path()})}")

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if (wait := getattr(request, _WAIT, None)) and response.status_code == 200:
            response.status_code = 429
            response.headers["Retry-After"] = str(wait)
        return response
