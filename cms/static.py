"""Serves the product's static files by WhiteNoise, with a fix: it refuses a range of one byte."""

from functools import partial
from http import HTTPStatus
from typing import Any

from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import Response, SlicedFile


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    def get_static_file(self, *args: Any, **kwargs: Any) -> Any:
        file = super().get_static_file(*args, **kwargs)
        file.get_range_response = partial(answer_range, file)
        return file


def answer_range(file: Any, asked: str, headers: list[tuple[str, str]], handle: Any) -> Any:
    """Raises ValueError for a malformed range: WhiteNoise then sends the whole file."""
    size = int(dict(headers)["Content-Length"])
    start, end = file.get_byte_range(asked, size)
    if start > end:
        return file.get_range_not_satisfiable_response(handle, size)
    kept = [header for header in headers if header[0] != "Content-Length"]
    kept += [("Content-Range", f"bytes {start}-{end}/{size}"), ("Content-Length", str(end - start + 1))]
    return Response(HTTPStatus.PARTIAL_CONTENT, kept, handle and SlicedFile(handle, start, end))
