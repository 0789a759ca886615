"""Runs every writing request of the admin in one transaction that ends with settling.

The transaction begins after the body has been read, so that a slow upload doesn't hold the write lock.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from cms.bodies import refuse
from content.desk.signoff.saying import PUBLISHING, SENDING, say_failed
from content.model.publishing import Refused, publishing

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}
#: Buttons of Wagtail's page form that can make something public.
PUBLISHING_BUTTONS = (*PUBLISHING, *SENDING)

#: Addresses that change only accounts. They run without the transaction, since checking a password is slow.
OF_ACCOUNTS = {
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_account",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_confirm",
    "second_factor",
    "enrol_factor",
    "renew_factor",
}

#: PostgreSQL's codes for conflicts with another transaction: a deadlock, a serialisation failure.
TRY_AGAIN = {"40P01", "40001"}
ATTEMPTS = 3
#: The most names in a message about things that prevent a deletion.
MOST_NAMES = 5


class PublishingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if request.method in SAFE_METHODS or not request.path.startswith(self.admin):
            return None
        if request.resolver_match and request.resolver_match.url_name in OF_ACCOUNTS:
            return None
        request.POST  # noqa: B018 (reads the body)
        if request.method in ("PATCH", "PUT") and not is_json_object(request.body):
            return refuse(request, 400, "refused", _("Bad request"), _("Send a JSON object here."))
        try:
            if getattr(view, "settles_itself", False):
                return view(request, *args, **kwargs)
            response = self.run(request, view, args, kwargs)
            say_failed(request)
            return response
        except Refused as refused:
            return self.keep_draft(request, view, args, kwargs, refused)
        except MultiValueDictKeyError as missing:
            # Wagtail's page forms and choosers assume that all their fields are sent.
            detail = _("The field %(name)s is missing. Open the form again. Nothing has changed.")
            return refuse(request, 400, "refused", _("The form is not complete"), detail % {"name": missing.args[0]})

    def run(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase:
        """Run the view in a transaction. A conflict in the database is retried. Raises Refused after a rollback."""
        for attempt in range(ATTEMPTS):
            try:
                with publishing(actor=request.user.get_username()):
                    response = view(request, *args, **kwargs)
                return response
            except OperationalError as error:
                state = getattr(error.__cause__, "sqlstate", None)
                if state not in TRY_AGAIN or attempt == ATTEMPTS - 1:
                    raise
                _forget_first_try(request)
            except (Refused, ValidationError, ProtectedError, RestrictedError) as error:
                # Wagtail validates pages without a form that could show errors, and tries to delete protected things.
                _forget_first_try(request)
                raise _as_refused(error) from error
        raise AssertionError("unreachable")

    def keep_draft(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: Any,
        kwargs: Any,
        refused: Refused,
    ) -> HttpResponseBase:
        """After the rollback, save the typed values as a draft: run the view again without the publishing button."""
        pressed = [button for button in PUBLISHING_BUTTONS if button in request.POST]
        response: HttpResponseBase | None = None
        if pressed:
            typed = request.POST.copy()
            for button in pressed:
                del typed[button]
            request.POST = typed  # type: ignore[assignment]
            with suppress(Refused):  # if the draft can't be saved either, the first reason is still shown
                response = self.run(request, view, args, kwargs)
                messages.warning(request, _("Your changes are saved as a draft. Nothing public has changed."))
        if response is None:
            back = self.find_way_back(request)
            response = redirect(back)
            if request.headers.get("X-Requested-With") == "XMLHttpRequest":
                # Tells Wagtail's dialogs, such as the one for approval, to redirect, which shows the messages.
                response = JsonResponse({"step": "success", "redirect": back})
        for message in refused.messages:
            messages.error(request, message)
        return response

    def find_way_back(self, request: HttpRequest) -> str:
        """The page that sent the form, if it is on this host: other websites can send requests here too."""
        back = request.headers.get("Referer", "")
        is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
        return back if is_ours else self.admin


def is_json_object(body: bytes) -> bool:
    """What Wagtail's views that are not sent a form expect."""
    try:
        return isinstance(json.loads(body), dict)
    except (ValueError, RecursionError):
        return False


def _as_refused(error: Refused | ValidationError | ProtectedError | RestrictedError) -> Refused:
    if isinstance(error, Refused):
        return error
    if isinstance(error, ValidationError):
        return Refused(error.messages)
    needing = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
    names = sorted({f"{row._meta.verbose_name} “{row}”" for row in needing})
    told = ", ".join(names[:MOST_NAMES]) + (" …" if len(names) > MOST_NAMES else "")
    return Refused([_("This cannot be deleted because it is used by: %(names)s. Change that first.") % {"names": told}])


def _forget_first_try(request: HttpRequest) -> None:
    """Undo what a rolled-back view did outside the database: drop its messages, and rewind the files it read."""
    said: Any = get_messages(request)
    said._queued_messages.clear()
    for _name, files in request.FILES.lists():
        for file in files:
            file.seek(0)
