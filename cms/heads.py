"""Limits request headers before Django reads them: some of its parsers take quadratic time.

Browsers' headers are far shorter. Longer ones are answered with 431. The charset of a body is dropped: everything
sent here is UTF-8.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from cms.gateway import Application, Environ, say

#: Header -> its longest value, with all repetitions joined.
MOST = {
    "CONTENT_TYPE": 250,
    "HTTP_ACCEPT": 1_000,
    "HTTP_ACCEPT_ENCODING": 500,
    "HTTP_ACCEPT_LANGUAGE": 1_000,
    "HTTP_COOKIE": 8_000,
    "HTTP_IF_MATCH": 4_000,
    "HTTP_IF_NONE_MATCH": 4_000,
    "HTTP_RANGE": 250,
}
_CHARSET = re.compile(r";\s*charset\*?\s*=[^;]*", re.IGNORECASE)
REFUSAL = say(431, "A line of the request's head is too long: send shorter ones.")


def is_too_long(environ: Environ) -> bool:
    return any(len(environ.get(name, "")) > most for name, most in MOST.items())


def drop_charset(environ: Environ) -> None:
    if content_type := environ.get("CONTENT_TYPE"):
        environ["CONTENT_TYPE"] = _CHARSET.sub("", content_type)


def guard_heads(application: Application) -> Application:
    """Wraps an application: it gets only requests with short headers."""

    def guarded(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if is_too_long(environ):
            start_response(f"{REFUSAL.status} Request Header Fields Too Large", [*REFUSAL.headers])
            return [REFUSAL.body]
        drop_charset(environ)
        return application(environ, start_response)

    return guarded
