"""The one door to private files: asks whose they are, and whether who asks may see that."""

import mimetypes
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model
from wagtail.permissions import policy_registry
from wagtail.users.models import UserProfile

from content.model.files.storages import PRIVATE_FOLDER
from content.model.images.models import GuideImage, GuideRendition

#: Shown in a page, from these folders. Everything else is only ever downloaded.
SHOWN_FOLDERS = (PRIVATE_FOLDER, "avatar_images/")
SHOWN = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".avif": "image/avif"}
#: Whoever may do one of these to a picture or document may see it.
MAY_SEE = ("choose", "change", "delete")


@require_safe
def private_file(request: HttpRequest, name: str) -> FileResponse:
    """A file by the name that it has in the database; the name of a request is compared, never opened."""
    stored, is_allowed = _find(request.user, name)
    if not is_allowed:
        raise PermissionDenied
    path = PurePosixPath(stored)
    kind = SHOWN.get(path.suffix.lower(), "") if stored.startswith(SHOWN_FOLDERS) else ""
    return _answer(stored, path.name, shown_as=kind)


@require_safe
def document(request: HttpRequest, document_id: int, filename: str) -> FileResponse:
    """Takes the place of Wagtail's own address of a document, which asks nobody for a permission."""
    found = get_document_model().objects.filter(pk=document_id).first()
    if found is None or found.filename != filename:
        raise Http404
    if not _may_see(request.user, found):
        raise PermissionDenied
    return _answer(found.file.name, filename)


def _find(user: Any, name: str) -> tuple[str, bool]:
    """The name of the file as it is stored, and whether the user may see it. Raises Http404 where it is nobody's."""
    if "\x00" in name:
        raise Http404
    if rendition := GuideRendition.objects.filter(file=name).select_related("image").first():
        return rendition.file.name, _may_see(user, rendition.image)
    models: tuple[Any, ...] = (GuideImage, get_document_model())
    for model in models:
        if found := model.objects.filter(file=name).first():
            return found.file.name, _may_see(user, found)
    if profile := UserProfile.objects.filter(avatar=name).first():
        return profile.avatar.name, True  # whoever is in the admin sees who else is
    raise Http404


def _may_see(user: Any, instance: Any) -> bool:
    policy = policy_registry.get_by_type(type(instance))
    return bool(policy.user_has_any_permission_for_instance(user, MAY_SEE, instance))


def _answer(stored: str, filename: str, *, shown_as: str = "") -> FileResponse:
    """Nobody keeps it, nothing in it runs, and no other website can show it."""
    try:
        file = default_storage.open(stored)
    except OSError as error:
        raise Http404 from error
    kind = shown_as or mimetypes.guess_type(filename)[0] or "application/octet-stream"
    response = FileResponse(file, as_attachment=not shown_as, filename=filename, content_type=kind)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
