"""Serves private files, after checking that the user may see what the file belongs to. Nothing else serves them."""

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

#: Folders of files that may be displayed. All others are only downloaded.
SHOWN_FOLDERS = (PRIVATE_FOLDER, "avatar_images/")
SHOWN = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".avif": "image/avif"}
#: A user with any of these permissions for a picture or document may see it.
MAY_SEE = ("choose", "change", "delete")


@require_safe
def private_file(request: HttpRequest, name: str) -> FileResponse:
    """A private file. The requested name is only compared with names in the database, never opened."""
    stored, is_allowed = _find(request.user, name)
    if not is_allowed:
        raise PermissionDenied
    path = PurePosixPath(stored)
    kind = SHOWN.get(path.suffix.lower(), "") if stored.startswith(SHOWN_FOLDERS) else ""
    return _answer(stored, path.name, shown_as=kind)


@require_safe
def document(request: HttpRequest, document_id: int, filename: str) -> FileResponse:
    """Replaces Wagtail's own view of documents, which checks no permission."""
    found = get_document_model().objects.filter(pk=document_id).first()
    if found is None or found.filename != filename:
        raise Http404
    if not _may_see(request.user, found):
        raise PermissionDenied
    return _answer(found.file.name, filename)


def _find(user: Any, name: str) -> tuple[str, bool]:
    """The stored name of the file, and whether the user may see it. Raises Http404 if nothing has this file."""
    if "\x00" in name:
        raise Http404
    if rendition := GuideRendition.objects.filter(file=name).select_related("image").first():
        return rendition.file.name, _may_see(user, rendition.image)
    models: tuple[Any, ...] = (GuideImage, get_document_model())
    for model in models:
        if found := model.objects.filter(file=name).first():
            return found.file.name, _may_see(user, found)
    if profile := UserProfile.objects.filter(avatar=name).first():
        return profile.avatar.name, True  # users of the admin may see each other's pictures
    raise Http404


def _may_see(user: Any, instance: Any) -> bool:
    policy = policy_registry.get_by_type(type(instance))
    return bool(policy.user_has_any_permission_for_instance(user, MAY_SEE, instance))


def _answer(stored: str, filename: str, *, shown_as: str = "") -> FileResponse:
    """The file, with headers so that it is not cached, runs no scripts, and is not shown by other websites."""
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
