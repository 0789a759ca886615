"""The public and private storage as buckets of an S3-compatible store.

Both buckets are closed to the world, and their addresses are never given out. Our own views serve the files, by the
same rules as from a disk.
"""

from typing import Any

from django.utils.deconstruct import deconstructible
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

#: Bytes of a file that are held in memory while it is read. A larger file is buffered on the local disk.
IN_MEMORY = 1024 * 1024


@deconstructible
class BucketFiles(S3Storage):
    def __init__(self, *, base_url: str, **settings: Any) -> None:
        super().__init__(**{"max_memory_size": IN_MEMORY, **settings})
        self.base_url = base_url

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        return f"{self.base_url}{filepath_to_uri(name)}"
