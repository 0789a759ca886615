"""Where files are kept: what we made for everybody in one tree, everything else in another that is never served.

public      prepared pictures, by names that are hashes; `content.public.pictures` hands them out
default     private: originals, documents, avatars, thumbnails; `content.desk.files.views` asks who wants to see them
renditions  a door to both for Wagtail's renditions, by the beginning of the name
"""

import os
import uuid
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.deconstruct import deconstructible

#: The folder of prepared pictures, in the public tree. Nothing else is in it.
PUBLIC_FOLDER = "renditions/"
#: The folder of what Wagtail makes for the admin, in the private tree.
PRIVATE_FOLDER = "thumbnails/"


def is_public(name: str) -> bool:
    return name.startswith(PUBLIC_FOLDER)


@deconstructible
class LocalFiles(FileSystemStorage):
    """Files of this machine. A link is not followed: it could lead out of the tree."""

    def _open(self, name: str, mode: str = "rb") -> File:
        return File(open(self.path(name), mode, opener=_open_no_link))

    def _save(self, name: str, content: Any) -> str:
        """A file that is written again is replaced at once: whoever reads it meanwhile gets all of it."""
        if not self._allow_overwrite:  # type: ignore[attr-defined]
            return str(super()._save(name, content))  # type: ignore[misc]
        written = super()._save(f"{name}.{uuid.uuid4().hex}", content)  # type: ignore[misc]
        os.replace(self.path(written), self.path(name))
        return name


def _open_no_link(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


@deconstructible
class RenditionFiles(Storage):
    """Keeps nothing itself: what is for everybody goes into the public storage, the rest into the private one."""

    def _of(self, name: str) -> Any:
        return storages["public" if is_public(name) else "default"]

    def open(self, name: str, mode: str = "rb") -> File:
        return self._of(name).open(name, mode)

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        return str(self._of(str(name)).save(name, content, max_length=max_length))

    def delete(self, name: str) -> None:
        """What is public stays: an edition may name it. `content.release.collecting` removes what none does."""
        if not is_public(name):
            self._of(name).delete(name)

    def exists(self, name: str) -> bool:
        return bool(self._of(name).exists(name))

    def size(self, name: str) -> int:
        return int(self._of(name).size(name))

    def path(self, name: str) -> str:
        return str(self._of(name).path(name))

    def url(self, name: str | None) -> str:
        return str(self._of(str(name)).url(name))

    def get_modified_time(self, name: str) -> Any:
        return self._of(name).get_modified_time(name)
