"""The settings of drf-spectacular: the general parts of the OpenAPI document."""

from typing import Any


def describe_api() -> dict[str, Any]:
    return {
        "TITLE": "Treatment Guides API",
        "VERSION": "1",
        "DESCRIPTION": (
            "Public, read-only content of the group: treatment guides, branches and what they offer. Parameters that "
            "are not described are refused, but for `format=json`, `_`, `fbclid`, `gclid` and `utm_…`, which change "
            "nothing."
        ),
        "TAGS": [{"name": "content", "description": "What is public."}],
        "SERVE_INCLUDE_SCHEMA": False,
        "SCHEMA_PATH_PREFIX": r"/api/v1/",
        "SWAGGER_UI_DIST": "SIDECAR",
        "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
        "COMPONENT_SPLIT_REQUEST": False,
        "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
        "PREPROCESSING_HOOKS": ["api.openapi.keep_public"],
        "POSTPROCESSING_HOOKS": [
            "drf_spectacular.hooks.postprocess_schema_enum_id_removal",
            "api.openapi.describe_paths",
            "api.growth.open_up",
            "api.openapi.write_as_3_0",
        ],
    }
