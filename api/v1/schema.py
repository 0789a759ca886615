"""Serves the generated OpenAPI documents, and a page to read them, without files from other hosts."""

from functools import cache
from pathlib import Path

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from api.answers import answer_made
from api.parameters import Choice, Parameters, read_parameters
from api.problems import BadParameter

FOLDER = Path(__file__).parent / "openapi"
VERSIONS = {"3.1": FOLDER / "openapi-3.1.json", "3.0": FOLDER / "openapi-3.0.json"}
#: What tools ask Django REST framework's documents for. JSON is YAML, too.
FORMATS = {
    "json": "application/json",
    "openapi-json": "application/vnd.oai.openapi+json",
    "yaml": "application/yaml",
    "openapi": "application/vnd.oai.openapi",
}


class SchemaParameters(Parameters):
    openapi = Choice("Version of OpenAPI; 3.1 where left out.", list(VERSIONS))
    format = Choice("Which media type the document is given.", list(FORMATS))


@cache
def _read(version: str) -> bytes:
    return VERSIONS[version].read_bytes()


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document; `?openapi=3.0` for tools that don't know 3.1."""
    try:
        asked = read_parameters(request.GET, SchemaParameters)
    except BadParameter as problem:
        return problem.as_response()
    response = answer_made(request, _read(asked["openapi"] or "3.1"), [])
    if response.status_code == 200:
        response["Content-Type"] = FORMATS[asked["format"] or "json"]
    return response


@require_safe
@csp_update({"style-src": ["'unsafe-inline'"], "img-src": ["data:"]})  # Swagger UI styles itself
def docs(request: HttpRequest) -> HttpResponse:
    response = render(request, "pages/api_docs.html")
    response["Cache-Control"] = "public, no-cache"
    return response
