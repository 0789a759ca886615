"""The storages of files: one tree for public files, another for private ones.

public      prepared pictures, named by hashes; `content.public.pictures` serves them
default     private: originals, documents, avatars, thumbnails; `content.desk.files.views` checks permissions
renditions  Wagtail's renditions in either of the two, by the beginning of the name
"""

import os
import uuid
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.deconstruct import deconstructible

#: The folder of prepared pictures in the public tree. It has nothing else.
PUBLIC_FOLDER = "renditions/"
#: The folder in the private tree for renditions that Wagtail makes for the admin.
PRIVATE_FOLDER = "thumbnails/"


def is_public(name: str) -> bool:
    return name.startswith(PUBLIC_FOLDER)


@deconstructible
class LocalFiles(FileSystemStorage):
    """Local files. Symbolic links are not followed: they could lead out of the tree."""

    def _open(self, name: str, mode: str = "rb") -> File:
        return File(open(self.path(name), mode, opener=_open_no_link))

    def _save(self, name: str, content: Any) -> str:
        """A file has its name once it is whole: a full disk leaves no half of one, and readers never get one."""
        unfinished = f"{name}.{uuid.uuid4().hex}"
        try:
            super()._save(unfinished, content)  # type: ignore[misc]
            return self._give_name(unfinished, name)
        finally:
            self.delete(unfinished)  # where it has its name, there is nothing to delete

    def _give_name(self, unfinished: str, name: str) -> str:
        if self._allow_overwrite:  # type: ignore[attr-defined]
            os.replace(self.path(unfinished), self.path(name))
            return name
        while True:
            try:
                os.link(self.path(unfinished), self.path(name))
                return name
            except FileExistsError:
                name = self.get_available_name(name)


def _open_no_link(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


@deconstructible
class RenditionFiles(Storage):
    """Delegates to the public or the private storage, by the beginning of the name."""

    def _of(self, name: str) -> Any:
        return storages["public" if is_public(name) else "default"]

    def open(self, name: str, mode: str = "rb") -> File:
        return self._of(name).open(name, mode)

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        return str(self._of(str(name)).save(name, content, max_length=max_length))

    def delete(self, name: str) -> None:
        """Public files stay, since editions may name them. `content.release.collecting` removes unused ones."""
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
