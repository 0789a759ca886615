"""Decodes uploaded pictures before the request's transaction begins, since decoding can take seconds.

Forms then find each decoded file, or the reason why it is refused. So the write lock is held only while rows are
written.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase

from content.model.images.presets import KEPT_SIDE
from content.model.images.uploads import PROFILE_SIDE, PictureField

#: Views that accept pictures (Wagtail's image pages and chooser, the account settings) -> the longest side to keep.
ROOMS = {"wagtailimages": KEPT_SIDE, "wagtailimages_chooser": KEPT_SIDE, "wagtailadmin_account": PROFILE_SIDE}


class PicturesFirst:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Decodes files only for users of the admin: the view refuses others without looking at their files."""
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
