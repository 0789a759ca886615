"""The document of today breaks no app that was made for the one before (docs/contract.md).

`make contract` takes the document of today as the one that later ones are compared with, at a release. It refuses one
that breaks an app.
"""

import copy
import json
import os

import pytest

from api.v1.schema import VERSIONS
from tests.support import ROOT
from tests.support.breaking import find_breaks

BASELINE = ROOT / "tests/api/v1/contract/openapi-v1.json"
GUIDES = "/api/v1/guides/"
GUIDE = "/api/v1/guides/{guide}/"


#: Words that no app reads.
WORDS = {"description", "summary", "title", "tags", "operationId", "examples"}


def without_words(value, is_names=False):
    """`is_names`: its keys are names of properties, which may be any word."""
    if isinstance(value, list):
        return [without_words(below) for below in value]
    if not isinstance(value, dict):
        return value
    kept = [name for name in value if is_names or name not in WORDS]
    return {name: without_words(value[name], is_names=name == "properties") for name in kept}


def read_today():
    document = json.loads(VERSIONS["3.1"].read_text())
    return without_words({"paths": document["paths"], "components": {"schemas": document["components"]["schemas"]}})


def write(document):
    """A line for each address and each component, so that a difference is small and says where it is."""

    def lines(values):
        return ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in values.items())

    paths, schemas = lines(document["paths"]), lines(document["components"]["schemas"])
    return f'{{"paths": {{\n{paths}\n}}, "components": {{"schemas": {{\n{schemas}\n}}}}}}\n'


def test_nothing_that_an_app_relies_on_has_changed():
    today = read_today()
    assert find_breaks(json.loads(BASELINE.read_text()), today) == [], "See docs/contract.md."
    if os.environ.get("WRITE_BASELINE"):
        BASELINE.write_text(write(today))


@pytest.fixture
def change():
    """Make a change to a copy of the baseline, and find what it breaks."""
    before = json.loads(BASELINE.read_text())

    def find(make_change):
        after = copy.deepcopy(before)
        make_change(after, after["components"]["schemas"])
        assert after != before
        return find_breaks(before, after)

    return find


def parameters(document, path=GUIDES):
    return {one["name"]: one for one in document["paths"][path]["get"]["parameters"]}


def properties(schemas, name="GuideDocument"):
    return schemas[name]["properties"]


def add_field(schemas, name, field, is_required=False):
    properties(schemas, name)[field] = {"type": "integer"}
    if is_required:
        schemas[name]["required"].append(field)


def add_parameter(document, **more):
    document["paths"][GUIDES]["get"]["parameters"].append(
        {"in": "query", "name": "colour", "schema": {"type": "string"}, **more}
    )


@pytest.mark.parametrize(("make_change", "words"), [
    (lambda d, s: d["paths"].pop(GUIDE), "get /api/v1/guides/{guide}/: the address is gone"),
    (lambda d, s: d["paths"][GUIDES]["get"]["parameters"].pop(0), "?body_area: the parameter is gone"),
    (lambda d, s: add_parameter(d, required=True), "?colour: the parameter is required"),
    (lambda d, s: parameters(d)["cursor"].update(required=True), "?cursor: the parameter is required"),
    (lambda d, s: parameters(d)["page_size"]["schema"].update(maximum=50), "?page_size: maximum is narrower"),
    (lambda d, s: parameters(d)["page_size"]["schema"].update(minimum=2), "?page_size: minimum is narrower"),
    (lambda d, s: parameters(d)["page_size"]["schema"].update(type="string"), "?page_size: another type"),
    (lambda d, s: parameters(d)["category"]["schema"].update(enum=["hair"]), "?category: another enum"),
    (lambda d, s: parameters(d)["locale"]["schema"]["x-extensible-enum"].remove("hi"), "?locale: the code hi is gone"),
    (lambda d, s: parameters(d, "/api/v1/sync/")["types"]["schema"]["items"]["x-extensible-enum"].remove("guide"),
     "?types: the code guide is gone"),
    (lambda d, s: parameters(d, "/api/v1/sync/")["types"].update(explode=True), "?types: it is written in another way"),
    (lambda d, s: d.update(security=[{"key": []}]), "not everybody may read"),
    (lambda d, s: d["paths"][GUIDE]["get"]["responses"].pop("410"), "410: the status is gone"),
    (lambda d, s: d["paths"][GUIDE]["get"]["responses"].update({"204": {}}), "204: a new status that is no error"),
    (lambda d, s: d["paths"][GUIDE]["get"]["responses"]["200"]["headers"].pop("ETag"), "the header ETag is gone"),
    (lambda d, s: d["paths"][GUIDE]["get"]["responses"]["404"]["content"].clear(), "application/problem+json is gone"),
    (lambda d, s: properties(s).pop("title"), "GuideDocument.title: the field is gone"),
    (lambda d, s: s["GuideDocument"]["required"].remove("title"), "GuideDocument.title: it may be missing"),
    (lambda d, s: add_field(s, "GuideDocument", "mood", is_required=True), "GuideDocument.mood: it is new"),
    (lambda d, s: properties(s)["version"].update(type="string"), "GuideDocument.version: another type"),
    (lambda d, s: properties(s)["version"].update(type=["integer", "null"]), "GuideDocument.version: it may be null"),
    (lambda d, s: properties(s).update(review={"oneOf": [properties(s)["review"], {"type": "null"}]}),
     "GuideDocument.review: it may be null"),
    (lambda d, s: properties(s, "CitationDocument")["title"].update(maxLength=400), "title: maxLength is wider"),
    (lambda d, s: properties(s, "CitationDocument")["title"].pop("maxLength"), "title: maxLength is wider"),
    (lambda d, s: properties(s)["published_at"].pop("format"), "GuideDocument.published_at: another format"),
    (lambda d, s: properties(s)["body_area"]["x-extensible-enum"].remove("face"), "the code face is gone"),
    (lambda d, s: properties(s)["body_area"].update(enum=["face"]), "GuideDocument.body_area: another enum"),
    (lambda d, s: properties(s)["also_known_as"]["items"].update(type="integer"), "also_known_as[]: another type"),
    (lambda d, s: properties(s, "RangeDocument")["max"].update(type="number"), "RangeDocument.max: another type"),
    (lambda d, s: properties(s, "StepBlockDocument")["type"].update(const="stage"),
     "StepBlockDocument.type: another const"),
    (lambda d, s: properties(s, "SearchHitDocument")["links"].update(additionalProperties=False),
     "SearchHitDocument.links: another additionalProperties"),
    (lambda d, s: s["ProcessBlock"]["anyOf"].pop(0), "ProcessBlock: StepBlockDocument is gone"),
    (lambda d, s: s["ProcessBlock"]["anyOf"].pop(), "ProcessBlock: UnknownBlockDocument is gone"),
    (lambda d, s: s["ProcessBlock"].update(discriminator={"propertyName": "type"}), "the union is closed"),
    (lambda d, s: properties(s, "ProblemDocument")["code"]["x-extensible-enum"].remove("gone"), "gone is gone"),
])  # fmt: skip
def test_a_change_that_breaks_apps_is_found(change, make_change, words):
    found = change(make_change)
    assert [line for line in found if words in line], found


def add_block(document, schemas):
    schemas["HologramBlockDocument"] = copy.deepcopy(schemas["StepBlockDocument"])
    properties(schemas, "HologramBlockDocument")["type"]["const"] = "hologram"
    schemas["ProcessBlock"]["anyOf"].insert(0, {"$ref": "#/components/schemas/HologramBlockDocument"})


@pytest.mark.parametrize("make_change", [
    add_block,
    lambda d, s: add_field(s, "GuideDocument", "mood"),
    lambda d, s: add_field(s, "ProcessFactsDocument", "recovery_hours"),
    lambda d, s: properties(s)["body_area"]["x-extensible-enum"].append("feet"),
    lambda d, s: properties(s, "ProcessFactsDocument")["downtime_days"].update(type="integer"),
    lambda d, s: s["CardFactsDocument"].update(description="Other words."),
    lambda d, s: d["paths"].update({"/api/v1/moods/": copy.deepcopy(d["paths"][GUIDES])}),
    lambda d, s: add_parameter(d),
    lambda d, s: parameters(d)["page_size"]["schema"].update(maximum=500),
    lambda d, s: properties(s, "CitationDocument")["title"].update(maxLength=100),
    lambda d, s: parameters(d)["locale"]["schema"]["x-extensible-enum"].append("fr"),
    lambda d, s: d["paths"][GUIDE]["get"]["responses"].update({"451": {"description": "For legal reasons."}}),
])  # fmt: skip
def test_growth_is_no_break(change, make_change):
    assert change(make_change) == []
