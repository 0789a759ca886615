"""Reads uploaded pictures before the transaction of the request is opened: decoding one takes seconds at worst.

Forms then find each file read, or the reason why it is refused, and a write lock is held only while rows are written.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase

from content.model.images.presets import KEPT_SIDE
from content.model.images.uploads import PROFILE_SIDE, PictureField

#: Where pictures come in (the pages and the chooser of Wagtail's images; the account settings) -> their longest side.
ROOMS = {"wagtailimages": KEPT_SIDE, "wagtailimages_chooser": KEPT_SIDE, "wagtailadmin_account": PROFILE_SIDE}


class PicturesFirst:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Only for whoever may be in the admin: to others the view says no without a look at what they sent."""
        match = request.resolver_match
        if request.method != "POST" or match is None:
            return
        side = next((ROOMS[name] for name in (*match.namespaces, match.url_name) if name in ROOMS), None)
        if side is None:
            return
        if request.user.has_perm("wagtailadmin.access_admin"):
            for _name, files in request.FILES.lists():
                for file in files:
                    _read(file, side)


def _read(file: Any, side: int) -> None:
    try:
        file.kept = PictureField(side=side).read(file)
    except ValidationError as error:
        file.kept = error
