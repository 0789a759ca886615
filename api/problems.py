"""Errors as problem+json (RFC 9457), mapped in one place."""

import json
import math
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions, serializers
from rest_framework.response import Response

from cms.problems import CODES, answer_problem
from content.public.caching import allow_caching, key_of
from content.public.documents import NoticeDocument
from content.public.served import Served


class ProblemDocument(serializers.Serializer):
    """What went wrong and what to do (RFC 9457)."""

    type = serializers.CharField(help_text="A URN that ends in `code`.")
    code = serializers.ChoiceField(choices=list(CODES), help_text="What a program decides by. It never changes.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    parameter = serializers.CharField(required=False, help_text="The parameter that is wrong.")
    allowed = serializers.ListField(child=serializers.CharField(), required=False, help_text="What it may be.")


class Problem(Exception):
    """Raise it anywhere below a view; the handler turns it into an answer."""

    status = 400
    code = "bad_parameter"
    title = "Bad request"
    #: Whether it depends only on the address, so that shared caches may keep it.
    is_public = True

    def __init__(self, detail: str, **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.extra = extra
        self.headers: dict[str, str] = {}

    def as_response(self) -> JsonResponse:
        response = answer_problem(self.status, self.code, self.title, self.detail, **self.extra)
        response["Cache-Control"] = (
            f"public, max-age={settings.BROWSER_MAX_AGE}" if self.is_public and self.status < 500 else "no-store"
        )
        for name, value in self.headers.items():
            response[name] = value
        return response


class BadParameter(Problem):
    """A query parameter that is unknown, or whose value is not allowed."""

    def __init__(self, parameter: str, detail: str, allowed: list[str] | None = None) -> None:
        extra: dict[str, Any] = {"parameter": parameter}
        if allowed is not None:
            extra["allowed"] = allowed
        super().__init__(detail, **extra)


class NotFound(Problem):
    status = 404
    code = "not_found"
    title = "Not found"


class GoneDocument(ProblemDocument, NoticeDocument):
    """It was public and is no more: withdrawn, or recalled, which readers must be shown."""

    id = serializers.UUIDField(help_text="Of what was asked for.")


class Gone(Problem):
    status = 410
    code = "gone"
    title = "Gone"

    def __init__(self, served: Served) -> None:
        super().__init__(served.notice["reason"], id=served.subject, **served.notice)
        self.served = served

    def as_response(self) -> JsonResponse:
        response = super().as_response()
        allow_caching(response, [key_of(self.served.kind, self.served.subject)])
        return response


class StartAgain(Problem):
    """A sync token can't go on, for its history or what it is of is gone: the copy must be made again."""

    status = 410
    code = "start_again"
    title = "Start again"


class PreviewOver(Problem):
    """The preview link has expired, or was ended."""

    status = 410
    code = "preview_over"
    title = "Preview over"


class NotYet(Problem):
    """Not ready yet: it is being made, and a later request will succeed."""

    status = 202
    code = "not_ready"
    title = "Accepted"
    is_public = False


class RangeNotSatisfiable(Problem):
    """A part of a file was asked for that begins beyond its end."""

    status = 416
    code = "range_not_satisfiable"
    title = "Range not satisfiable"
    is_public = False


class Failed(Problem):
    """A fault of ours."""

    status = 500
    code = "failed"
    title = "Internal server error"


class MethodNotAllowed(Problem):
    status = 405
    code = "method_not_allowed"
    title = "Method not allowed"
    is_public = False


class NotAcceptable(Problem):
    status = 406
    code = "not_acceptable"
    title = "Not acceptable"
    is_public = False


def problem_response(error: Exception, context: dict[str, Any]) -> Response | JsonResponse | None:
    """DRF's exception handler."""
    if isinstance(error, Http404 | exceptions.NotFound):
        error = NotFound("There is nothing at this address.")
    elif isinstance(error, exceptions.MethodNotAllowed):
        problem = MethodNotAllowed("This address can only be read: use GET, HEAD or OPTIONS.")
        response = problem.as_response()
        response["Allow"] = "GET, HEAD, OPTIONS"
        return response
    elif isinstance(error, exceptions.NotAcceptable):
        media_type = context["view"].renderer_classes[0].media_type
        error = NotAcceptable(f"This address answers in {media_type}: leave Accept out, or include that.")
    elif isinstance(error, exceptions.APIException):
        return _describe(error)
    return error.as_response() if isinstance(error, Problem) else None


def _describe(error: exceptions.APIException) -> JsonResponse:
    """The problem for an error of REST framework: an unsupported media type, no permission, too many requests."""
    title = HTTPStatus(error.status_code).phrase
    detail = error.detail if isinstance(error.detail, str) else json.dumps(error.detail, default=str)
    response = answer_problem(error.status_code, "refused", title, detail)
    response["Cache-Control"] = "no-store"
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(math.ceil(wait))
    return response


def not_found(request: HttpRequest, path: str = "") -> JsonResponse:
    """The answer for every unknown address under the API."""
    hint = "See /api/v1/docs/ for what there is." if path.endswith("/") else "Every address here ends with a slash."
    return NotFound(f"There is nothing at this address. {hint}").as_response()
