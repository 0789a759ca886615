"""The OpenAPI documents leave room for what a later server sends; what this server sends is held to the closed one."""

import json

import jsonschema
import pytest

from api.growth import find_schemas
from api.v1.schema import VERSIONS
from tests.clients.future import ANSWERS, MODELS
from tests.support.closed import build_closed

DOCUMENTS = {version: json.loads(path.read_text()) for version, path in VERSIONS.items()}
both = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)


def operations(document):
    return {operation["operationId"]: operation for path in document["paths"].values() for operation in path.values()}


def validator(document, name):
    schema = {"$ref": f"#/components/schemas/{MODELS[name]}"}
    return jsonschema.Draft202012Validator({**schema, "components": document["components"]})


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_from_the_future_is_of_the_shape_that_clients_are_made_for(name):
    validator(DOCUMENTS["3.1"], name).validate(ANSWERS[name])


@pytest.mark.parametrize("name", ANSWERS)
def test_this_server_may_not_send_it(name):
    assert not validator(build_closed("3.1"), name).is_valid(ANSWERS[name])


@both
def test_no_code_is_closed(document):
    """But the name of what something is, by which the alternatives of a union are told apart."""
    listed = [schema["enum"] for schema in find_schemas(document) if isinstance(schema.get("enum"), list)]
    assert [codes for codes in listed if len(codes) > 1] == []


@both
def test_every_union_ends_with_what_is_newer_and_maps_no_types(document):
    schemas = document["components"]["schemas"]
    unions = {name: schema["anyOf"] for name, schema in schemas.items() if "anyOf" in schema}
    assert {"Section", "SectionDetail", "ProcessBlock", "SafetyBlock", "SyncItem", "RichTextBlock"} <= set(unions)
    for name, alternatives in unions.items():
        references = [one["$ref"].rpartition("/")[2] for one in alternatives]
        assert [reference.startswith("Unknown") for reference in references] == [False] * (len(references) - 1) + [True]
        assert "discriminator" not in schemas[name]


@both
def test_no_object_is_closed(document):
    assert all(schema.get("additionalProperties") is not False for schema in find_schemas(document))


def test_in_3_0_what_may_be_null_has_a_type():
    nullable = [schema for schema in find_schemas(DOCUMENTS["3.0"]) if schema.get("nullable") is True]
    assert len(nullable) > 50
    assert all("type" in schema for schema in nullable)


@both
def test_it_says_where_the_api_is_and_that_everybody_may_read(document):
    assert [server["url"] for server in document["servers"]] == ["/"]
    assert document["security"] == []


@pytest.mark.django_db
def test_an_answer_has_the_headers_that_the_document_names(client):
    answer = client.get("/api/v1/vocabulary/")
    named = operations(DOCUMENTS["3.1"])["getVocabulary"]["responses"]["200"]["headers"]
    assert len(named) == 3
    assert [name for name in named if name not in answer] == []


@pytest.mark.django_db
def test_a_304_has_them_too(client):
    etag = client.get("/api/v1/vocabulary/")["ETag"]
    answer = client.get("/api/v1/vocabulary/", headers={"if-none-match": etag})
    named = operations(DOCUMENTS["3.1"])["getVocabulary"]["responses"]["304"]["headers"]
    assert (answer.status_code, [name for name in named if name not in answer]) == (304, [])
