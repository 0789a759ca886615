"""Every error has a code that programs decide by, and a `type` that ends in it."""

import re

import pytest
from django.test import Client

from api.problems import Problem
from api.throttling import TooMany
from cms.problems import CODES, TYPE
from content.public import reading
from tests.support import ROOT

pytestmark = pytest.mark.django_db
ASKED = {
    "guides/?colour=red": "bad_parameter",
    "guides/never-was/": "not_found",
    "nowhere/": "not_found",
    "sync/?sync_token=WzFd": "start_again",
    "preview/x/guides/y/": "not_found",
}


def problems(below: type[Problem] = Problem) -> list[type[Problem]]:
    return [below] + [problem for one in below.__subclasses__() for problem in problems(one)]


@pytest.mark.parametrize(("path", "code"), ASKED.items())
def test_an_error_names_its_code(client, path, code):
    problem = client.get(f"/api/v1/{path}").json()
    assert (problem["code"], problem["type"]) == (code, f"{TYPE}{code}")


def test_a_method_and_a_type_that_are_not_taken_have_codes(client):
    assert client.post("/api/v1/guides/").json()["code"] == "method_not_allowed"
    assert client.get("/api/v1/guides/", headers={"accept": "image/png"}).json()["code"] == "not_acceptable"


def test_a_fault_of_ours_is_a_problem_too(monkeypatch):
    def fail() -> None:
        raise RuntimeError("No word of this may leave.")

    monkeypatch.setattr(reading, "read_house", fail)
    answer = Client(raise_request_exception=False).get("/api/v1/guides/")
    assert (answer.status_code, answer["Cache-Control"]) == (500, "no-store")
    assert (answer.json()["code"], "word" in answer.content.decode()) == ("failed", False)


def test_every_problem_has_a_code_of_the_contract():
    assert {problem.code for problem in problems()} <= set(CODES)
    assert TooMany in problems()


def test_the_contract_page_lists_every_code_in_these_words():
    page = (ROOT / "docs/contract.md").read_text()
    assert dict(re.findall(r"^\| `(\w+)` \| \d[^|]* \| (.+) \|$", page, re.M)) == CODES
