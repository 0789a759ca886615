"""Reads which part of a file is asked for (RFC 9110, 14), so that a download that broke off can go on."""

import re

from django.http import HttpRequest

from api.problems import RangeNotSatisfiable

#: One range of bytes. Whoever asks for several, or for another unit, gets the whole file, as the standard allows.
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII | re.IGNORECASE)


def read_range(request: HttpRequest, etag: str, size: int) -> tuple[int, int] | None:
    """The first and the last byte that are asked for; None for all of them. Raises RangeNotSatisfiable.

    With `If-Range` a part is asked for only of the very file that the client has the beginning of.
    """
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or not asked or request.headers.get("If-Range", etag).strip() != etag:
        return None
    first, last = asked.groups()
    if (not first and not last) or (first and last and int(last) < int(first)):
        return None  # it is no range
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        problem = RangeNotSatisfiable(f"The file has {size} bytes.")
        problem.headers |= {"Accept-Ranges": "bytes", "Content-Range": f"bytes */{size}", "ETag": etag}
        raise problem
    return start, end
