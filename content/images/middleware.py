"""Reads uploaded pictures before the transaction of the request is opened: decoding one takes seconds at worst.

Forms then find each file read, or the reason why it is refused, and a write lock is held only while rows are written.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase

from content.images.uploads import PictureField

#: Where Wagtail's images come in: the pages and the chooser.
ROOMS = {"wagtailimages", "wagtailimages_chooser"}


class PicturesFirst:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Only for whoever may be in the admin: to others the view says no without a look at what they sent."""
        match = request.resolver_match
        if request.method != "POST" or match is None or not ROOMS & set(match.namespaces):
            return
        if request.user.has_perm("wagtailadmin.access_admin"):
            for _name, files in request.FILES.lists():
                for file in files:
                    _read(file)


def _read(file: Any) -> None:
    try:
        file.kept = PictureField().read(file)
    except ValidationError as error:
        file.kept = error
