"""Runs every writing request of the admin as one transaction that ends in settling.

Opened after the body has been read, so that a slow upload doesn't hold the write lock.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from content.publishing import Refused, publishing

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}
#: The buttons of Wagtail's page form that can make something public.
PUBLISHING_BUTTONS = ("action-publish", "action-submit", "action-workflow-action", "action-restart-workflow")


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
        request.POST  # noqa: B018 (reads the body)
        try:
            return self.run(request, view, args, kwargs)
        except Refused as refused:
            return self.keep_draft(request, view, args, kwargs, refused)

    def run(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase:
        with publishing(actor=request.user.get_username()):
            return view(request, *args, **kwargs)

    def keep_draft(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: Any,
        kwargs: Any,
        refused: Refused,
    ) -> HttpResponseBase:
        """Everything was rolled back: save what was typed as a draft, by the same form without its button."""
        pressed = [button for button in PUBLISHING_BUTTONS if button in request.POST]
        response: HttpResponseBase
        if pressed:
            typed = request.POST.copy()
            for button in pressed:
                del typed[button]
            request.POST = typed  # type: ignore[assignment]
            response = self.run(request, view, args, kwargs)
            messages.warning(request, _("Your text is kept as a draft. Nothing that is public has changed."))
        else:
            response = redirect(request.headers.get("Referer") or self.admin)
        for message in refused.messages:
            messages.error(request, message)
        return response
