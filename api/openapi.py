"""Describes the API in OpenAPI: one decorator for views, and hooks for drf-spectacular."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema

from api.growth import find_schemas
from api.parameters import Parameters
from api.problems import GoneDocument, ProblemDocument
from cms.problems import MEDIA_TYPE
from content.model import vocabulary


def describe(
    operation: str,
    document: Any,
    *,
    summary: str,
    parameters: type[Parameters] = Parameters,
    by_key: bool = False,
    may_move: bool = False,
    in_parts: bool = False,
    problems: Mapping[int, str] = MappingProxyType({}),
    media_type: str = "application/json",
) -> Callable[[Any], Any]:
    """Document a view: its parameters, its answer, and all its problems.

    `by_key`: its address names something. `may_move`: another part of it may be an old name. `in_parts`: a part of the
    answer may be asked for by `Range`.
    """

    def problem(text: str) -> OpenApiResponse:
        return OpenApiResponse(ProblemDocument, description=text)

    responses: dict[Any, Any] = {
        (200, media_type): document,
        304: OpenApiResponse(description="Not changed since the answer with that ETag."),
        (400, MEDIA_TYPE): problem("A parameter is unknown or its value is not allowed."),
        (406, MEDIA_TYPE): problem(f"Only {media_type} is served."),
        (503, MEDIA_TYPE): problem("The server is busy: Retry-After says when to ask again."),
    }
    if in_parts:
        responses[(206, media_type)] = document
    if by_key or may_move:
        responses[301] = OpenApiResponse(description="A name in the address is an old one, or written in another way.")
    if by_key:
        responses |= {
            (404, MEDIA_TYPE): problem("There has never been such a thing here."),
            (410, MEDIA_TYPE): OpenApiResponse(GoneDocument, description="It was withdrawn or recalled; it says why."),
        }
    for status, text in problems.items():
        responses[(status, MEDIA_TYPE)] = problem(text)
    return extend_schema(
        operation_id=operation,
        summary=summary,
        description=f"{summary}.",
        tags=["content"],
        parameters=[parameters] if parameters._declared_fields else [],
        responses=responses,
    )


def keep_public(endpoints: list[Any], **kwargs: Any) -> list[Any]:
    """Keep only this API's addresses: those of the admin are not public."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]


EXAMPLES = Path(__file__).parent / "v1/openapi/examples.json"
PATH_PARAMETERS = {
    "guide": "Slug or id of a guide.",
    "branch": "Slug or id of a branch.",
    "section": "Key of a section.",
    "locale": "Language of the bundle, or what stands in its address in `bundles/`, such as `en,hi@mumbai`.",
    "token": "From the address of a preview link that an editor made.",
}


#: In OpenAPI 3.0. Generators and validators read this form; they differ about a reference that is `nullable`.
NULL: dict[str, Any] = {"type": "string", "nullable": True, "enum": [None]}
KEPT = ("ETag", "Content-Language")
HEADERS: dict[str, Any] = {
    name: {"description": text, "schema": {"type": kind}}
    for name, kind, text in (
        ("Cache-Control", "string", "How long the answer may be kept without asking again."),
        ("Content-Language", "string", "The language of the answer, after any fallback."),
        ("Content-Range", "string", "Which bytes these are, and of how many: `bytes 0-99/1234`."),
        (
            "ETag",
            "string",
            "Strong, one for each encoding. Send it back as If-None-Match: 304 while nothing has changed.",
        ),
        ("Location", "string", "Root-relative: the address by the slug of today."),
        ("Retry-After", "integer", "Seconds after which to ask again."),
    )
}
HEADERS_BY_STATUS = {
    "200": ("Cache-Control", *KEPT),
    "202": ("Cache-Control", "Retry-After"),
    "206": ("Cache-Control", *KEPT, "Content-Range"),
    "301": ("Cache-Control", "Location"),
    "304": ("Cache-Control", *KEPT),
    "416": ("Content-Range",),
    "429": ("Cache-Control", "Retry-After"),
    "503": ("Cache-Control", "Retry-After"),
}


def describe_paths(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Add what serializers can't express: about parameters, headers, servers and who may read."""
    for path in result["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", []):
                _describe_parameter(parameter)
            _add_headers(operation)
            _add_example(operation)
    result["components"]["headers"] = HEADERS
    return {
        **{name: result[name] for name in ("openapi", "info")},
        "servers": [{"url": "/", "description": "The server that this document comes from."}],
        "security": [],  # everybody may read
        **{name: value for name, value in result.items() if name not in ("openapi", "info")},
    }


def write_as_3_0(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """OpenAPI 3.0 has no `const`: use an enum with one value.

    Its `nullable` means something only beside a `type`, so that a nullable reference is a choice of two.
    """
    if result["openapi"].startswith("3.0"):
        for schema in find_schemas(result["components"]):
            if isinstance(schema.get("const"), str):
                schema["enum"] = [schema.pop("const")]
            if schema.get("nullable") is True and "type" not in schema:
                del schema["nullable"]
                schema["anyOf"] = [*schema.pop("allOf"), dict(NULL)]
    return result


def _describe_parameter(parameter: dict[str, Any]) -> None:
    if parameter["in"] == "path":
        parameter["description"] = PATH_PARAMETERS[parameter["name"]]
        if parameter["name"] == "section":
            parameter["schema"]["enum"] = list(vocabulary.SectionKey.values)
    elif "enum" in parameter["schema"]:
        parameter["schema"].pop("minLength", None)  # implied by the codes
    elif parameter["schema"]["type"] == "array":
        parameter["explode"] = False  # given once, with commas


def _add_headers(operation: dict[str, Any]) -> None:
    """A preview's address is the only one of which nothing is kept."""
    is_kept = operation["operationId"] != "previewGuide"
    for status, response in operation["responses"].items():
        names = HEADERS_BY_STATUS.get(status, ())
        given = [name for name in names if is_kept or name not in KEPT]
        if given:
            response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in given}


@cache
def _examples() -> dict[str, Any]:
    """Operation -> its answer for the sample content. A test keeps them up to date."""
    return dict(json.loads(EXAMPLES.read_text())) if EXAMPLES.exists() else {}


def _add_example(operation: dict[str, Any]) -> None:
    example = _examples().get(operation["operationId"])
    if example is not None:
        content = operation["responses"]["200"]["content"]["application/json"]
        content["examples"] = {"sample": {"summary": "From the sample content", "value": example}}
