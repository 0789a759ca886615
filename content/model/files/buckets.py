"""The same two places as buckets of an S3-compatible store. No address of a bucket is ever handed out.

Both are closed to the world: our own doors read them, so the same rules hold as on a disk.
"""

from typing import Any

from django.utils.deconstruct import deconstructible
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

#: Bytes of a file that is being read which are held in memory; what is longer lies on this machine's disk meanwhile.
IN_MEMORY = 1024 * 1024


@deconstructible
class BucketFiles(S3Storage):
    def __init__(self, *, base_url: str, **settings: Any) -> None:
        super().__init__(**{"max_memory_size": IN_MEMORY, **settings})
        self.base_url = base_url

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        return f"{self.base_url}{filepath_to_uri(name)}"
