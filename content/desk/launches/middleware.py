"""Previews of launches: shows API, web pages and phone as if the launch had happened, to those who opened the preview.

The launch is made in a transaction that is rolled back. Its rows are kept, and laid over the public ones while a
request is answered. So the preview shows exactly what the launch will publish, and publishers don't wait for viewers.
Browsers send the preview's token as a cookie, which its address sets; programs send it as a header.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cms.counting import count_up
from cms.problems import answer_problem
from content.desk.launches.models import PREVIEW_LIFE, Launch, find_previewed
from content.desk.launches.previewing import find_outcome
from content.public.caching import keep_private
from content.release.overlays import laid_over

ADDRESS = "/launch-preview/"
COOKIE, HEADER = "launch_preview", "Preview-Token"
#: Addresses that don't show public content.
UNTOUCHED = ("/admin/", "/static/", "/media/", "/preview/")
#: Bundles are made to be kept, which a preview must not be.
NOT_PREVIEWED = "/api/v1/bundles/"
#: The limit for one launch's preview, all clients together.
MOST_PER_MINUTE = 120


class LaunchPreviewMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(ADDRESS):
            return enter(request.path.removeprefix(ADDRESS).strip("/"))
        token = request.headers.get(HEADER) or request.COOKIES.get(name_cookie())
        if not token or request.method not in ("GET", "HEAD") or request.path.startswith(UNTOUCHED):
            return self.get_response(request)
        launch = find_previewed(token)
        response = self.show_within_limits(request, launch) if launch else refuse()
        keep_private(response)
        response.headers.pop("ETag", None)
        return response

    def show_within_limits(self, request: HttpRequest, launch: Launch) -> HttpResponse:
        if request.path.startswith(NOT_PREVIEWED):
            return answer_problem(
                404, "not_found", _("Not previewed"), _("A preview has no bundles: ask for guides/ or sync/.")
            )
        if count_of_this_minute(launch) > MOST_PER_MINUTE:
            response = answer_problem(
                429,
                "too_many_requests",
                _("Too many requests"),
                _("Too many requests for this preview. Wait a minute."),
            )
            response["Retry-After"] = "60"
            return response
        return self.show(request, launch)

    def show(self, request: HttpRequest, launch: Launch) -> HttpResponse:
        # No 304: an earlier answer may have shown another state of the preview.
        request.META.pop("HTTP_IF_NONE_MATCH", None)
        outcome = find_outcome(launch)
        if outcome.overlay is None:
            return answer_problem(
                409, "preview_impossible", _("This launch cannot be published as it is."), " ".join(outcome.refusals)
            )
        with laid_over(outcome.overlay):
            response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html") and "Content-Encoding" not in response:
            add_notice(response, launch)
        return response


def count_of_this_minute(launch: Launch) -> int:
    """The requests of this minute, of all clients together: they share one link."""
    return count_up(f"launch-preview-{launch.pk}-{int(time.time()) // 60}", 60)


def name_cookie() -> str:
    """The cookie's name. With https it has a prefix, so that no other host of the domain can set it."""
    return f"__Host-{COOKIE}" if settings.SESSION_COOKIE_SECURE else COOKIE


def enter(token: str) -> HttpResponse:
    """Set the cookie, so that this browser sees the launch from now on; or delete it, for `end`."""
    response: HttpResponse = HttpResponseRedirect("/")
    if token == "end":
        response.delete_cookie(name_cookie())
    elif find_previewed(token):
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(name_cookie(), token, max_age=PREVIEW_LIFE, httponly=True, samesite="Lax", secure=secure)
    else:
        response = over()
    keep_private(response)
    return response


def refuse() -> HttpResponse:
    """Say that the preview is over, and delete the cookie: the browser then sees what is public."""
    response = over()
    response.delete_cookie(name_cookie())
    return response


def over() -> HttpResponse:
    return answer_problem(
        410,
        "preview_over",
        _("This preview has ended."),
        _("It was ended, or the launch has been published. Ask for another link."),
    )


def add_notice(response: HttpResponse, launch: Launch) -> None:
    notice = format_html(
        '<p class="tg-callout tg-callout-warning" role="status">{} <a href="{}end/">{}</a></p>',
        _("Preview of the launch “%(title)s”. It is not public yet.") % {"title": launch.title},
        ADDRESS,
        _("Leave the preview"),
    )
    before, body, after = response.content.partition(b"<main")
    if body:
        response.content = before + notice.encode() + body + after
        if response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))
