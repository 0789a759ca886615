"""Serves the product's static files by WhiteNoise, compressed, and with a fix: it refuses a range of one byte."""

from functools import lru_cache, partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import Response, SlicedFile

from cms.compression import COMPRESSORS, LEAST, choose_encoding, is_text
from cms.gateway import IN_MEMORY


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    def get_static_file(self, *args: Any, **kwargs: Any) -> Any:
        file = super().get_static_file(*args, **kwargs)
        file.get_range_response = partial(answer_range, file)
        return file

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> Any:
        """A text of moderate size is compressed whole. Of what is larger, or asked for in part, the bytes are sent."""
        answer = WhiteNoiseMiddleware.serve(static_file, request)
        _encoding, path, headers = static_file.alternatives[-1]
        named = dict(headers)
        if not is_text(named["Content-Type"]) or not LEAST <= int(named["Content-Length"]) <= IN_MEMORY:
            return answer
        patch_vary_headers(answer, ["Accept-Encoding"])
        encoding = choose_encoding(request)
        if answer.status_code != HTTPStatus.OK or not encoding:
            return answer
        answer.close()
        return _answer_compressed(request, answer, compress_file(path, named["Last-Modified"], encoding), encoding)


def _answer_compressed(request: HttpRequest, plain: Any, body: bytes, encoding: str) -> Any:
    """The answer in that encoding, with an ETag of its own; or 304 if the client has it."""
    etag = f'{plain["ETag"][:-1]}-{encoding}"'
    headers = {**plain.headers, "ETag": etag, "Content-Encoding": encoding, "Content-Length": str(len(body))}
    return get_conditional_response(request, etag=etag, response=HttpResponse(body, headers=headers))


@lru_cache(maxsize=1024)
def compress_file(path: str, changed: str, encoding: str) -> bytes:
    """`changed`: when the file was last changed."""
    return COMPRESSORS[encoding](Path(path).read_bytes())


def answer_range(file: Any, asked: str, headers: list[tuple[str, str]], handle: Any) -> Any:
    """Raises ValueError for a malformed range: WhiteNoise then sends the whole file."""
    size = int(dict(headers)["Content-Length"])
    start, end = file.get_byte_range(asked, size)
    if start > end:
        return file.get_range_not_satisfiable_response(handle, size)
    kept = [header for header in headers if header[0] != "Content-Length"]
    kept += [("Content-Range", f"bytes {start}-{end}/{size}"), ("Content-Length", str(end - start + 1))]
    return Response(HTTPStatus.PARTIAL_CONTENT, kept, handle and SlicedFile(handle, start, end))
