"""What is meant is understood, though it is not written as we write it."""

import json

import pytest
from django.urls import reverse

from api.v1.schema import VERSIONS
from content.model.branches.models import BranchPage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("added", [{"_": "1764150000"}, {"utm_source": "mail", "fbclid": "x", "gclid": "y"}])
@pytest.mark.parametrize("path", ["guides/", "group/", "search/", "sync/", "schema/", "guides/mesotherapy-for-hair/"])
def test_what_others_add_to_count_visits_or_pass_caches_changes_nothing(api, path, added):
    assert api(path, **added).content == api(path).content


def test_it_is_not_carried_on_to_the_next_page(api):
    assert api("guides/", page_size=1, utm_source="mail").json() == api("guides/", page_size=1).json()


def test_the_form_of_answers_may_be_named(api):
    assert api("guides/", format="json").json()["results"] == api("guides/").json()["results"]


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("guides/Mesotherapy-For-Hair/?locale=hi", "guides/mesotherapy-for-hair/?locale=hi"),
        ("guides/MESOTHERAPY-FOR-HAIR/sections/safety/", "guides/mesotherapy-for-hair/sections/safety/"),
        ("branches/London/", "branches/london/"),
        ("branches/LONDON/guides/Mesotherapy-for-Hair/", "branches/london/guides/mesotherapy-for-hair/"),
        ("guides/?branch=London&page_size=2", "guides/?branch=london&page_size=2"),
        ("search/?q=hair&branch=London", "search/?q=hair&branch=london"),
        ("bundles/en-GB/", "bundles/en/"),
    ],
)
def test_a_slug_in_capitals_leads_to_the_slug(client, path, location):
    moved = client.get(f"/api/v1/{path}")
    assert (moved.status_code, moved["Location"]) == (301, f"/api/v1/{location}")


def test_a_page_in_capitals_leads_there_too(client):
    assert client.get("/guides/Mesotherapy-For-Hair/")["Location"] == "/guides/mesotherapy-for-hair/?locale=en"


def test_capitals_of_an_old_slug_lead_to_the_new_one_and_of_what_is_gone_say_why(client, peel):
    peel.slug = "gentle-peel"
    peel.save_revision().publish()
    assert client.get("/api/v1/guides/Superficial-Chemical-Peel/")["Location"] == "/api/v1/guides/gentle-peel/"
    peel.unpublish()
    assert client.get("/api/v1/guides/Gentle-Peel/").status_code == 410


def test_an_old_slug_of_a_branch_is_understood_in_parameters(client):
    branch = BranchPage.objects.get(slug="london")
    branch.slug = "marylebone"
    branch.save_revision().publish()
    for path in ("guides/?branch=", "search/?q=hair&branch="):
        moved = client.get(f"/api/v1/{path}london")
        assert (moved.status_code, moved["Location"]) == (301, f"/api/v1/{path}marylebone")
    pages = [client.get(f"/api/v1/sync/?branch={slug}").content for slug in ("london", "Marylebone", "marylebone")]
    assert pages[0] == pages[1] == pages[2]


def test_the_index_names_what_there_is(client):
    assert client.get("/api/").json() == {"versions": {"v1": "/api/v1/"}}
    index = client.get("/api/v1/").json()
    assert index["version"] == "1"
    assert {client.get(address).status_code for address in index["links"].values()} == {200}
    described = json.loads(VERSIONS["3.1"].read_text())["paths"]
    assert {path for path in described if "{" not in path} - {"/api/v1/"} <= set(index["links"].values())


def test_the_indexes_are_led_to_without_their_slash(client):
    assert [client.get(path)["Location"] for path in ("/api", "/api/v1")] == ["/api/", "/api/v1/"]


@pytest.mark.parametrize("path", ["v2/", "v2/guides/", "x", "v1/x", "v1/a%0Ab", "v1/guides/a%0Ab/c/d/", "%0A/", "//"])
def test_every_unknown_address_below_it_answers_with_a_problem(client, path):
    answer = client.get(f"/api/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_bundle_is_given_to_who_asks_for_an_archive(client):
    address = reverse("v1:bundle", kwargs={"locale": "en"})
    for accept in ("application/zip", "application/json", "*/*"):
        assert client.get(address, headers={"accept": accept}).status_code in (200, 202)
    assert client.options(address, headers={"accept": "application/zip"}).status_code == 200
    refused = client.get(address, headers={"accept": "image/png"})
    assert (refused.status_code, "application/zip" in refused.json()["detail"]) == (406, True)
