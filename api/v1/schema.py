"""Serves the generated OpenAPI documents, and a page to read them, without files from other hosts."""

from functools import cache
from pathlib import Path

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from api.answers import answer_made
from api.problems import BadParameter

FOLDER = Path(__file__).parent / "openapi"
VERSIONS = {"3.1": FOLDER / "openapi-3.1.json", "3.0": FOLDER / "openapi-3.0.json"}


@cache
def _read(version: str) -> bytes:
    return VERSIONS[version].read_bytes()


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document; `?openapi=3.0` for tools that don't know 3.1."""
    unknown = set(request.GET) - {"openapi"}
    version = request.GET.get("openapi", "3.1")
    if unknown or version not in VERSIONS:
        problem = BadParameter("openapi", "openapi must be one of: 3.1, 3.0.", list(VERSIONS))
        return problem.as_response()
    return answer_made(request, _read(version), [])


@require_safe
@csp_update({"style-src": ["'unsafe-inline'"], "img-src": ["data:"]})  # Swagger UI styles itself
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/api_docs.html")
