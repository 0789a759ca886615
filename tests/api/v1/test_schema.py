"""The OpenAPI documents: as generated, true to every answer, with examples that the sample content gives."""

import json
import os
import re

import jsonschema
import pytest

from api.json_schema import build_json_schemas
from api.management.commands.write_schema import SCHEMAS, build_schema
from api.openapi import EXAMPLES
from api.v1.schema import FORMATS, VERSIONS
from tests.clients.future import FIXTURE, build_future, write_future
from tests.support.closed import build_closed

pytestmark = pytest.mark.django_db
#: Operation -> an address whose answer is its example.
ANSWERS = {
    "getIndex": "",
    "listGuides": "guides/?page_size=1",
    "getGuide": "guides/mesotherapy-for-hair/",
    "getSection": "guides/mesotherapy-for-hair/sections/process/",
    "listBranches": "branches/?page_size=1",
    "getBranch": "branches/mumbai/",
    "listBranchGuides": "branches/london/guides/?page_size=1",
    "getBranchGuide": "branches/mumbai/guides/superficial-chemical-peel/",
    "listBundles": "bundles/",
    "getGroup": "group/",
    "listRecalls": "recalls/",
    "getRelease": "release/",
    "search": "search/?q=mesotharapy+side+efects&page_size=1",
    "sync": "sync/?page_size=1&types=branch&locales=en",
    "getVocabulary": "vocabulary/?locale=hi",
}
MOMENT = re.compile(r'"(\w+_at)": "[^"]+"')
TOKEN = re.compile(r'"(next_\w+_token)": "[^"]+"')


def answers(client) -> dict:
    """The answers, with moments and tokens made the same: these differ from one loading of the samples to the next."""
    found = {operation: client.get(f"/api/v1/{path}").json() for operation, path in ANSWERS.items()}
    found["listBundles"]["public_key"] = "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="
    for bundle in found["listBundles"]["bundles"]:  # which have been built is another thing each time
        bundle |= {"bytes": 1_234_567, "release": 42}
    text = TOKEN.sub(r'"\1": "WyJwYWdlIiwxXQ"', json.dumps(found))
    return json.loads(MOMENT.sub(r'"\1": "2026-11-24T09:30:00Z"', text))


def test_the_examples_are_what_the_sample_content_gives(client):
    found = answers(client)
    if os.environ.get("WRITE_EXAMPLES"):
        EXAMPLES.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
        write_future()
    assert json.loads(EXAMPLES.read_text()) == found


def test_the_documents_from_the_future_are_of_these_examples():
    assert json.loads(FIXTURE.read_text()) == build_future(), "Run `make schema`."


@pytest.mark.parametrize("version", VERSIONS)
def test_the_documents_are_up_to_date(version):
    assert VERSIONS[version].read_text() == build_schema(version), "Run `make schema` and review the difference."


def test_every_operation_has_a_true_example():
    document = json.loads(VERSIONS["3.1"].read_text())
    operations = {operation["operationId"] for path in document["paths"].values() for operation in path.values()}
    # A preview's address is made by an editor, and lives for an hour; a bundle is no JSON.
    assert operations == {*ANSWERS, "previewGuide", "getBundle"}


@pytest.mark.parametrize("operation", ANSWERS)
def test_an_answer_is_what_the_closed_document_says(client, operation):
    document = build_closed("3.1")
    described = next(
        op for path in document["paths"].values() for op in path.values() if op["operationId"] == operation
    )
    schema = described["responses"]["200"]["content"]["application/json"]["schema"]
    validator = jsonschema.Draft202012Validator({**schema, "components": document["components"]})
    answer = client.get(f"/api/v1/{ANSWERS[operation]}").json()
    assert [error.message for error in validator.iter_errors(answer)] == []


def test_no_answer_has_a_field_that_is_not_described(client):
    document = json.loads(VERSIONS["3.1"].read_text())
    guide = client.get("/api/v1/guides/mesotherapy-for-hair/").json()
    schemas = document["components"]["schemas"]
    assert set(guide) == set(schemas["GuideDocument"]["properties"])
    for section in guide["sections"]:
        described = schemas[f"{section['key'].title()}SectionDocument"]["properties"]
        assert set(section) == set(described)
        for block in section["blocks"]:
            name = block["type"].title().replace("_", "")
            assert set(block) == set(schemas[f"{name}BlockDocument"]["properties"])


@pytest.mark.parametrize(("asked", "version"), [("", "3.1.0"), ("?openapi=3.0", "3.0.3"), ("?openapi=3.1", "3.1.0")])
def test_both_versions_are_served(client, asked, version):
    assert client.get(f"/api/v1/schema/{asked}").json()["openapi"] == version


@pytest.mark.parametrize("wrong", ["openapi=2", "format=toml", "colour=red"])
def test_an_unknown_version_form_or_parameter_is_refused_by_name(client, wrong):
    answer = client.get(f"/api/v1/schema/?{wrong}")
    assert (answer.status_code, answer.json()["parameter"]) == (400, wrong.partition("=")[0])


@pytest.mark.parametrize(("form", "media_type"), FORMATS.items())
def test_it_is_given_as_tools_ask_a_rest_framework_for_it(client, form, media_type):
    answer = client.get(f"/api/v1/schema/?format={form}&openapi=3.0")
    assert (answer["Content-Type"], json.loads(answer.content)["openapi"]) == (media_type, "3.0.3")


def test_the_json_schemas_are_as_generated():
    generated = build_json_schemas(json.loads(build_schema("3.1")))
    assert {path.stem: path.read_text() for path in SCHEMAS.glob("*.json")} == generated


def test_each_json_schema_stands_alone_and_tells_right_from_wrong(client):
    """Each kind of block is taken by its own schema and by no other. The samples have all but a picture."""
    schemas = {path.stem: json.loads(path.read_text()) for path in SCHEMAS.glob("block-*.json")}
    cards = client.get("/api/v1/guides/?page_size=100").json()["results"]
    guides = [client.get(f"/api/v1/guides/{card['id']}/").json() for card in cards]
    blocks = [block for guide in guides for section in guide["sections"] for block in section["blocks"]]
    picture = {"image": next(guide["hero"] for guide in guides if guide["hero"]), "caption": ""}
    blocks.append({"id": "1", "type": "image", "value": picture, "fallback": "<figure></figure>"})
    for name, schema in schemas.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        taken = {block["type"] for block in blocks if jsonschema.Draft202012Validator(schema).is_valid(block)}
        assert {f"block-{type.replace('_', '-')}" for type in taken} == {name}
    whole = jsonschema.Draft202012Validator(json.loads((SCHEMAS / "guide.json").read_text()))
    assert all(whole.is_valid(guide) for guide in guides)


def test_the_conformance_suite_keeps_to_the_json_schema():
    """But for the values that are newer than the schema."""
    validator = jsonschema.Draft202012Validator(json.loads((SCHEMAS / "rich-text.json").read_text()))
    for case in json.loads((SCHEMAS.parent / "conformance" / "rich-text.json").read_text())["cases"]:
        if not case["is_newer"]:
            assert validator.is_valid({"portable_text": case["input"], "html": case["html"]}), case["name"]
