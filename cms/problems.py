"""Problems (RFC 9457): errors in the form that programs read. Each has a code that never changes."""

from typing import Any

from django.http import JsonResponse

MEDIA_TYPE = "application/problem+json"
#: With a code behind it, the `type` of a problem. It is a name and no address.
TYPE = "urn:problem-type:treatment-guides:"
#: Code -> when it is given. Clients decide by these, so none is ever renamed.
CODES = {
    "bad_parameter": "A parameter is unknown, is repeated or has a value that is not allowed.",
    "not_found": "There has never been such a thing here.",
    "gone": "It was public and is no more: withdrawn, or recalled.",
    "start_again": "The copy can't go on from this token: ask without one.",
    "preview_over": "The preview has expired or was ended.",
    "preview_impossible": "The launch that is previewed can't happen as it is.",
    "not_ready": "It is still being made: ask again after `Retry-After`.",
    "method_not_allowed": "The address can only be read.",
    "not_acceptable": "`Accept` leaves out what the address answers in.",
    "length_required": "A body needs `Content-Length`.",
    "too_large": "The body is larger than may be sent here.",
    "range_not_satisfiable": "The file has not so many bytes: ask again without `Range`.",
    "too_many_requests": "The limit of this address is reached: ask again after `Retry-After`.",
    "busy": "The server is busy: ask again after `Retry-After`.",
    "failed": "A fault of ours. Asking again at once rarely helps.",
    "refused": "It was refused for another reason; the status says more.",
}


def answer_problem(status: int, code: str, title: str, detail: str, **extra: Any) -> JsonResponse:
    """`code` is one of CODES; `detail` is a sentence that says what to do."""
    assert code in CODES, f"Add {code!r} to CODES."
    body = {"type": f"{TYPE}{code}", "code": code, "title": title, "status": status, "detail": detail, **extra}
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE)
