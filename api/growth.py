"""Opens the OpenAPI document for what a later server may send, so that models that are made from it read that too.

A code is a string; its values of today are in `x-extensible-enum`. A union gets one more alternative, the last, for
what has another type. It has no `discriminator`: the models of several generators refuse a type that is not mapped.

We send only what the closed document describes, which is this one without `open_up`. Tests hold answers to that.
"""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]
PREFIX = "#/components/schemas/"
ANYTHING: Schema = {"type": "object", "additionalProperties": True}
#: Component and property of a list in rich text -> the union of what can stand in it.
_NODES = {
    ("RichTextDocument", "portable_text"): "RichTextBlock",
    ("TextBlockDocument", "markDefs"): "RichTextMark",
    ("TextBlockDocument", "children"): "RichTextInline",
}
_UNKNOWN_NODE = "UnknownNodeDocument"


def open_up(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """A postprocessing hook of drf-spectacular, after those that look at enumerations."""
    schemas = result["components"]["schemas"]
    for schema in find_schemas(result):
        _open_codes(schema)
    unions = [name for name, schema in schemas.items() if "discriminator" in schema]
    # Blocks first: a section of an unknown kind has blocks of unknown types.
    for name in sorted(unions, key=lambda name: not name.endswith("Block")):
        _open_union(name, schemas)
    _open_rich_text(schemas)
    result["components"]["schemas"] = dict(sorted(schemas.items()))
    return result


def find_schemas(value: Any) -> Iterator[Schema]:
    """Everything in the document that could be a schema; examples are left out."""
    if isinstance(value, dict):
        yield value
        for name, below in value.items():
            if name not in ("example", "examples"):
                yield from find_schemas(below)
    elif isinstance(value, list):
        for below in value:
            yield from find_schemas(below)


def _open_codes(schema: Schema) -> None:
    if isinstance(schema.get("enum"), list):
        schema["x-extensible-enum"] = [code for code in schema.pop("enum") if code is not None]


def _open_union(name: str, schemas: dict[str, Schema]) -> None:
    closed = schemas[name]
    alternatives = [schemas[one["$ref"].removeprefix(PREFIX)] for one in closed["oneOf"]]
    unknown = f"Unknown{'Block' if name.endswith('Block') else name}Document"
    schemas[unknown] = _build_unknown(alternatives, closed["discriminator"]["propertyName"])
    schemas[name] = {"anyOf": [*closed["oneOf"], {"$ref": PREFIX + unknown}]}


def _build_unknown(alternatives: list[Schema], kind: str) -> Schema:
    """What all alternatives have; as anything where they differ."""
    first, *others = [alternative["properties"] for alternative in alternatives]
    shared = [name for name in first if all(name in other for other in others)]
    properties = {
        name: first[name] if all(other[name] == first[name] for other in others) else _widen(first[name])
        for name in shared
    }
    return {
        "type": "object",
        "description": f"What is newer than this document: its `{kind}` is none of the known ones.",
        "properties": properties | {kind: {"type": "string"}},
        "required": sorted(name for name in shared if all(name in one["required"] for one in alternatives)),
    }


def _widen(schema: Schema) -> Schema:
    if schema.get("type") == "array":
        return {"type": "array", "items": {"$ref": PREFIX + "UnknownBlockDocument"}}
    is_nullable = schema.get("nullable") or {"type": "null"} in schema.get("oneOf", [])
    if not is_nullable:
        return dict(ANYTHING)
    return {**ANYTHING, "nullable": True} if schema.get("nullable") else {**ANYTHING, "type": ["object", "null"]}


def _open_rich_text(schemas: dict[str, Schema]) -> None:
    key = {"type": "string"}
    schemas[_UNKNOWN_NODE] = {
        "type": "object",
        "description": "A part of rich text that is newer than this document. Its words are in `html`.",
        "properties": {"_type": key, "_key": key},
        "required": ["_key", "_type"],
    }
    for (name, field), union in _NODES.items():
        array = schemas[name]["properties"][field]
        schemas[union] = {"anyOf": [array["items"], {"$ref": PREFIX + _UNKNOWN_NODE}]}
        array["items"] = {"$ref": PREFIX + union}
