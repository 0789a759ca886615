"""Finds what would break an installed app in the change from one OpenAPI document to another.

The rules are those of docs/contract.md. Each finding is a line: the place, and what is wrong there. What an app may
send must not become narrower; what it is given must not become wider, but for what the document says is open.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Schema = dict[str, Any]
#: A bound -> whether a higher one is narrower.
BOUNDS = {"minimum": True, "minLength": True, "minItems": True, "maximum": False, "maxLength": False, "maxItems": False}

#: The status of a part, which only those get who ask for one by `Range`.
PARTIAL = "206"


def find_breaks(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return sorted(set(_Comparison(before, after).compare()))


@dataclass
class _Comparison:
    before: dict[str, Any]
    after: dict[str, Any]
    compared: set[tuple[str, str]] = field(default_factory=set)

    def compare(self) -> Iterator[str]:
        if self.after.get("security"):
            yield "not everybody may read"
        for path, operations in self.before["paths"].items():
            for method, operation in operations.items():
                later = self.after["paths"].get(path, {}).get(method)
                if later is None:
                    yield f"{method} {path}: the address is gone"
                else:
                    yield from self.compare_parameters(f"{method} {path}", operation, later)
                    yield from self.compare_responses(f"{method} {path}", operation["responses"], later["responses"])

    def compare_parameters(self, place: str, before: Schema, after: Schema) -> Iterator[str]:
        old, new = ({one["name"]: one for one in operation.get("parameters", [])} for operation in (before, after))
        for name, parameter in new.items():
            if parameter.get("required") and not old.get(name, {}).get("required"):
                yield f"{place}?{name}: the parameter is required"
        for name, parameter in old.items():
            if name not in new:
                yield f"{place}?{name}: the parameter is gone"
            else:
                yield from self.compare_sent(f"{place}?{name}", parameter["schema"], new[name]["schema"])
                if parameter.get("explode") != new[name].get("explode"):
                    yield f"{place}?{name}: it is written in another way"

    def compare_sent(self, place: str, before: Schema, after: Schema) -> Iterator[str]:
        for name in ("type", "format", "pattern", "enum"):
            if name in after and before.get(name) != after[name]:
                yield f"{place}: another {name}"
        yield from _compare_codes(place, before, after)
        yield from (f"{place}: {bound} is narrower" for bound in _find_narrower(before, after))
        if "items" in before and "items" in after:
            yield from self.compare_sent(place, before["items"], after["items"])

    def compare_responses(self, place: str, before: Schema, after: Schema) -> Iterator[str]:
        for status in sorted(set(after) - set(before)):
            if status < "400" and status != PARTIAL:
                yield f"{place} {status}: a new status that is no error"
        for status, response in before.items():
            if status not in after:
                yield f"{place} {status}: the status is gone"
                continue
            for name in set(response.get("headers", {})) - set(after[status].get("headers", {})):
                yield f"{place} {status}: the header {name} is gone"
            for media_type, content in response.get("content", {}).items():
                later = after[status].get("content", {}).get(media_type)
                if later is None:
                    yield f"{place} {status}: {media_type} is gone"
                else:
                    yield from self.compare_given(f"{place} {status}", content["schema"], later["schema"])

    def compare_given(self, place: str, before: Schema, after: Schema) -> Iterator[str]:
        names = (before.get("$ref", ""), after.get("$ref", ""))
        if all(names):
            if names in self.compared:
                return
            self.compared.add(names)
            place = names[0].rpartition("/")[2]
        old, old_is_nullable = _without_null(_resolve(self.before, before))
        new, new_is_nullable = _without_null(_resolve(self.after, after))
        if new_is_nullable and not old_is_nullable:
            yield f"{place}: it may be null"
        if "$ref" in old or "$ref" in new:
            yield from self.compare_given(place, old, new)
            return
        for name in ("type", "format", "const", "enum", "pattern"):
            if old.get(name) != new.get(name):
                yield f"{place}: another {name}"
        yield from _compare_codes(place, old, new)
        yield from (f"{place}: {bound} is wider" for bound in _find_narrower(new, old))
        yield from self.compare_properties(place, old, new)
        yield from self.compare_unions(place, old, new)
        for name in ("items", "additionalProperties"):
            if isinstance(old.get(name), dict) and isinstance(new.get(name), dict):
                yield from self.compare_given(f"{place}[]", old[name], new[name])
            elif old.get(name) != new.get(name):
                yield f"{place}: another {name}"

    def compare_properties(self, place: str, before: Schema, after: Schema) -> Iterator[str]:
        old, new = before.get("properties", {}), after.get("properties", {})
        for name in sorted(set(before.get("required", [])) - set(after.get("required", []))):
            yield f"{place}.{name}: it may be missing"
        for name in sorted(set(after.get("required", [])) - set(old)):
            yield f"{place}.{name}: it is new and required, but what was published before lacks it"
        for name, schema in old.items():
            if name not in new:
                yield f"{place}.{name}: the field is gone"
            else:
                yield from self.compare_given(f"{place}.{name}", schema, new[name])

    def compare_unions(self, place: str, before: Schema, after: Schema) -> Iterator[str]:
        old, new = ({one["$ref"]: one for one in schema.get("anyOf", [])} for schema in (before, after))
        if "discriminator" in after or "oneOf" in after:
            yield f"{place}: the union is closed"
        for name in sorted(set(old) - set(new)):
            yield f"{place}: {name.rpartition('/')[2]} is gone"
        if list(old)[-1:] != list(new)[-1:]:
            yield f"{place}: the last alternative is another"
        for name in set(old) & set(new):
            yield from self.compare_given(place, old[name], new[name])


def _find_narrower(before: Schema, after: Schema) -> Iterator[str]:
    """The bounds that allow less than before."""
    for bound, is_least in BOUNDS.items():
        old, new = before.get(bound), after.get(bound)
        if new is not None and (old is None or (new > old if is_least else new < old)):
            yield bound


def _compare_codes(place: str, before: Schema, after: Schema) -> Iterator[str]:
    """Only where both list them: a list that is left out takes back nothing."""
    known = after.get("x-extensible-enum", before.get("x-extensible-enum", []))
    for code in before.get("x-extensible-enum", []):
        if code not in known:
            yield f"{place}: the code {code} is gone"


def _resolve(document: dict[str, Any], schema: Schema) -> Schema:
    if "$ref" not in schema:
        return schema
    found: Schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def _without_null(schema: Schema) -> tuple[Schema, bool]:
    """What it is where it is not null, and whether it may be null."""
    kinds = schema.get("type")
    if isinstance(kinds, list):
        [kind] = [kind for kind in kinds if kind != "null"]
        return schema | {"type": kind}, len(kinds) > 1
    [*others] = [one for one in schema.get("oneOf", schema.get("allOf", [])) if one != {"type": "null"}]
    if len(others) == 1:
        return others[0], {"type": "null"} in schema.get("oneOf", [])
    return schema, False
