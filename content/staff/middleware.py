"""Keeps whoever has not given the second factor out of the admin, and answers one try too many with 429."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

from content.staff import factors
from content.staff.throttling import TooManyTries

#: Where an answer keeps how many seconds to wait.
_WAIT = "too_many_tries"
#: Addresses that whoever is logged in without the second factor may still ask: what the log-in itself is made of.
_OPEN = {"wagtailadmin_logout", "wagtailadmin_javascript_catalog", "wagtailadmin_sprite"}


def answer_too_many(request: HttpRequest, error: TooManyTries) -> ValidationError:
    """The error for a form whose page is to be answered with 429."""
    setattr(request, _WAIT, error.wait)
    return ValidationError(str(error), code="too_many_tries")


class StaffMiddleware(MiddlewareMixin):
    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None  # before the user is looked at, which would make every public answer vary by cookie
        user: Any = request.user
        if not user.is_authenticated or user.is_verified() or not factors.needs_factor(user):
            return None
        if request.resolver_match and request.resolver_match.url_name in _OPEN:
            return None
        if request.headers.get("X-Requested-With") == "XMLHttpRequest" or request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        factors.begin(request, user)
        return redirect(factors.address_of(request.get_full_path()))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if (wait := getattr(request, _WAIT, None)) and response.status_code == 200:
            response.status_code = 429
            response.headers["Retry-After"] = str(wait)
        return response
