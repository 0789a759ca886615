"""The settings of drf-spectacular: the general parts of the OpenAPI document."""

from typing import Any

#: Enumerations that have the same name in the document as in the vocabulary.
_ENUMS = (
    "SectionKey",
    "BodyArea",
    "Anaesthesia",
    "Discomfort",
    "Phase",
    "ContraindicationKind",
    "Frequency",
    "CombinationKind",
    "CalloutTone",
    "EvidenceLevel",
    "RecallSeverity",
    "State",
    "Day",
    "Currency",
    "Country",
    "Font",
    "ColourScheme",
)


def describe_api(languages: list[tuple[str, str]]) -> dict[str, Any]:
    """The settings. `languages`: codes with names. The codes are the values of `LocaleCode` in the document."""
    return {
        "TITLE": "Treatment Guides API",
        "VERSION": "1",
        "DESCRIPTION": (
            "Public, read-only content of the group: treatment guides, branches and what they offer. Parameters that "
            "are not described are refused, but for `format=json`, `_`, `fbclid`, `gclid` and `utm_…`, which change "
            "nothing."
        ),
        "SERVE_INCLUDE_SCHEMA": False,
        "SCHEMA_PATH_PREFIX": r"/api/v1/",
        "SWAGGER_UI_DIST": "SIDECAR",
        "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
        "COMPONENT_SPLIT_REQUEST": False,
        "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
        "ENUM_NAME_OVERRIDES": {
            **{name: f"content.model.vocabulary.{name}" for name in _ENUMS},
            "Part": "content.model.vocabulary.PARTS",
            "Severity": "content.model.vocabulary.ConcernSeverity",
            "NoticeState": [("withdrawn", "withdrawn"), ("recalled", "recalled")],
            "LocaleCode": [(code, code) for code, _name in languages],
        },
        "PREPROCESSING_HOOKS": ["api.openapi.keep_public"],
        "POSTPROCESSING_HOOKS": [
            "drf_spectacular.hooks.postprocess_schema_enums",
            "api.openapi.describe_paths",
        ],
    }
