"""Bad input gets a clear answer: 400 as a problem that names what is allowed, and never a 5xx."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.v1.schema import VERSIONS

pytestmark = pytest.mark.django_db
SYNC = ["branch", "fields", "locales", "page_size", "page_token", "sync_token", "text", "types"]


@pytest.mark.parametrize(
    ("parameters", "parameter", "allowed"),
    [
        ({"colour": "red"}, "colour", "category"),
        ({"locale": "xx"}, "locale", "en"),
        ({"body_area": "soul"}, "body_area", "scalp"),
        ({"max_minutes": "0"}, "max_minutes", None),
        ({"max_minutes": "1" + "0" * 20}, "max_minutes", None),
        ({"max_minutes": "１２"}, "max_minutes", None),
        ({"page_size": "101"}, "page_size", None),
        ({"page_size": "-1"}, "page_size", None),
        ({"cursor": "WzFd"}, "cursor", None),
        ({"cursor": "[" * 180}, "cursor", None),
        ({"updated_since": "yesterday"}, "updated_since", None),
        ({"updated_since": "2026-13-45"}, "updated_since", None),
        ({"updated_since": "2026-11-24T09:30:00"}, "updated_since", None),
        ({"category": "a\x00b"}, "category", None),
        ({"category": "x" * 8000}, "category", None),
        ({"category": ["a", "b"]}, "category", None),
        ({"category": ""}, "category", None),
        ({"branch": "atlantis"}, "branch", None),
    ],
)
def test_a_bad_parameter_is_refused_by_name(api, parameters, parameter, allowed):
    response = api("guides/", **parameters)
    problem = response.json()
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert problem["parameter"] == parameter
    assert problem["detail"].endswith((".", "…"))
    if allowed:
        assert allowed in problem["allowed"]


def test_the_bounds_of_a_number_are_those_that_the_document_names(api):
    operations = json.loads(VERSIONS["3.1"].read_text())["paths"]["/api/v1/guides/"]
    numbers = {
        parameter["name"]: parameter["schema"]
        for parameter in operations["get"]["parameters"]
        if parameter["schema"]["type"] == "integer"
    }
    assert set(numbers) == {"max_minutes", "max_sessions", "page_size"}
    for name, schema in numbers.items():
        least, most = schema["minimum"], schema["maximum"]
        answered = [api("guides/", **{name: value}).status_code for value in (least - 1, least, most, most + 1)]
        assert answered == [400, 200, 200, 400]


@pytest.mark.parametrize(
    ("parameters", "sentence", "allowed"),
    [
        ({"locale": "xx"}, "locale must be one of: en, hi, ar.", ["en", "hi", "ar"]),
        ({"locales": "en,"}, "Write one or more of these with commas between them: en, hi, ar.", None),
        ({"page_size": "+1"}, "Write a whole number from 1 to 100.", None),
        ({"page_size": "x" * 201}, "page_size has characters or a length that are not allowed.", None),
        ({"branch": ""}, "Write a value, or leave the parameter out.", None),
        ({"branch": ["a", "b"]}, "Give branch once.", None),
        ({"locales": ["en", "xx"]}, "Write one or more of these with commas between them: en, hi, ar.", None),
        ({"locale": "en-"}, "locale must be one of: en, hi, ar.", ["en", "hi", "ar"]),
        ({"format": "xml"}, "format must be one of: json.", ["json"]),
        ({"utm": "x"}, "There is no parameter 'utm' here.", SYNC),
        ({"page_size": "0", "colour": "red"}, "Write a whole number from 1 to 100.", None),
    ],
)
def test_the_first_that_is_wrong_is_said_in_a_sentence(api, parameters, sentence, allowed):
    problem = api("guides/" if "locale" in parameters else "sync/", **parameters).json()
    assert (problem["detail"], problem.get("allowed")) == (sentence, allowed)


@pytest.mark.parametrize("path", ["guides/a%00b/", "guides/" + "x" * 3000 + "/", "branches/%00/", "guides/%ff%fe/"])
def test_a_bad_address_is_not_found(client, path):
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_writing_is_refused(client, method):
    response = getattr(client, method)("/api/v1/guides/")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.json()["title"] == "Method not allowed"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["locale", "category", "branch", "cursor", "max_minutes", "updated_since", "page_size", "x"]),
    value=st.text(max_size=300),
)
def test_no_parameter_can_break_it(client, name, value):
    response = client.get("/api/v1/guides/", {name: value.encode("utf-8", "replace")})
    assert response.status_code in (200, 400)
