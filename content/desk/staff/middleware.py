"""Keeps users without their second factor out of the admin, ends sessions, and answers too many tries with 429."""

import time
from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import PermissionDenied, ValidationError
from django.dispatch import receiver
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
#: The session's note of when its user logged in.
BEGAN = "logged_in_at"
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
            return HttpResponse(_("This form is too large."), status=413, content_type="text/plain")
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


@receiver(user_logged_in, dispatch_uid="note_log_in")
def note_log_in(request: Any, **kwargs: Any) -> None:
    request.session[BEGAN] = time.time()


def is_over(request: HttpRequest) -> bool:
    """Whether it is too long since the log-in. Django counts from the last change of a session instead."""
    return time.time() - request.session.get(BEGAN, 0) > settings.SESSION_COOKIE_AGE


class StaffMiddleware(MiddlewareMixin):
    """Logs out sessions that have lasted long enough, and those without the required second factor.

    The latter began before a role required the factor, or before their device was deleted. Such a session must not be
    enough to set up a device.
    """

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None  # before `request.user` is read, which would make every public answer vary by cookie
        user: Any = request.user
        if not user.is_authenticated:
            return None
        ended = is_over(request)
        if not ended and (user.is_verified() or not factors.needs_factor(user)):
            return None
        if request.resolver_match and request.resolver_match.url_name in _OPEN:
            return None
        logout(request)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            raise PermissionDenied
        factor = _("Your account needs a second factor. Log in again to continue.")
        messages.warning(request, _("Your session has ended. Log in again to continue.") if ended else factor)
        if request.method not in ("GET", "HEAD"):
            messages.warning(request, _("What you sent was not saved. This browser has kept what you typed."))
        return redirect(f"{reverse('wagtailadmin_login')}?{urlencode({'next': request.get_full_path()})}")

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if (wait := getattr(request, _WAIT, None)) and response.status_code == 200:
            response.status_code = 429
            response.headers["Retry-After"] = str(wait)
        return response
