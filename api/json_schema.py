"""JSON Schemas (2020-12) of guides and blocks, cut out of the OpenAPI document. Each file is complete by itself."""

import json
import re
from typing import Any

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_REFERENCE = re.compile(r'"#/components/schemas/(\w+)"')
#: File name -> component; blocks are added by their `type`.
_DOCUMENTS = {"guide": "GuideDocument", "rich-text": "RichTextDocument"}


def build_json_schemas(openapi: dict[str, Any]) -> dict[str, str]:
    """File name without suffix -> JSON Schema as text. Needs OpenAPI 3.1, whose schemas are JSON Schema."""
    components = openapi["components"]["schemas"]
    blocks = {
        f"block-{schema['properties']['type']['const']}".replace("_", "-"): name
        for name, schema in components.items()
        if "fallback" in schema.get("properties", {}) and "const" in schema["properties"]["type"]
    }
    return {file: _build(name, components) for file, name in sorted((_DOCUMENTS | blocks).items())}


def _build(name: str, components: dict[str, Any]) -> str:
    needed = {shown: components[shown] for shown in sorted(_find_needed(name, components) - {name})}
    schema = {"$schema": _DIALECT, "title": name, **components[name]}
    if needed:
        schema["$defs"] = needed
    return _REFERENCE.sub(r'"#/$defs/\1"', json.dumps(schema, indent=1, ensure_ascii=False)) + "\n"


def _find_needed(name: str, components: dict[str, Any]) -> set[str]:
    found, waiting = set(), [name]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += _REFERENCE.findall(json.dumps(components[here]))
    return found
