import pytest

from content.model.branches.models import BranchPage, Offering
from content.model.guides.models import GuidePage
from tests.support import signing

pytestmark = pytest.mark.django_db


def test_branches_are_listed(api):
    assert [branch["slug"] for branch in api("branches/").json()["results"]] == ["delhi", "london", "mumbai"]


def test_a_branch_says_where_when_and_how_to_ask(api):
    branch = api("branches/london/").json()
    assert branch["address"] == {"lines": ["7 Example Row", "Marylebone", "London W1U 0AA"], "country": "GB"}
    assert branch["opening_hours"][0] == {"day": "monday", "opens": "09:30", "closes": "18:00"}
    assert branch["contact"] == {"label": "Chat with our London team", "url": "https://chat.skinpheras.example/london"}


def test_a_branch_without_a_contact_of_its_own_has_the_groups(api):
    assert api("branches/delhi/").json()["contact"]["label"] == "Need help? Chat with us"


def test_a_branchs_guide_is_the_guide_with_its_offering(api):
    guide = api("guides/mesotherapy-for-hair/").json()
    with_offering = api("branches/mumbai/guides/mesotherapy-for-hair/").json()
    offering = with_offering.pop("offering")
    assert with_offering == guide
    assert offering["price_from"] == {"amount": "6500.00", "currency": "INR", "valid_from": "2026-10-01"}
    assert offering["practitioner"]["name"] == "Dr Asha Rao"
    assert offering["branch"]["slug"] == "mumbai"


def test_a_branch_that_does_not_offer_a_guide_says_so(api):
    response = api("branches/delhi/guides/microneedling-for-acne-scars/")
    assert response.status_code == 404
    assert response.json()["detail"] == "Skinpheras Delhi (sample) does not offer Microneedling for acne scars."


def test_the_list_of_a_branch_has_its_offerings(api):
    results = api("branches/london/guides/").json()["results"]
    assert {card["slug"]: card["offering"]["price_from"]["amount"] for card in results} == {
        "mesotherapy-for-hair": "180.00",
        "platelet-rich-plasma-for-hair": "320.00",
    }


def test_a_changed_offering_is_served_at_once_and_leaves_the_guide_as_it_was(api):
    before = api("guides/mesotherapy-for-hair/")["ETag"]
    offering = Offering.objects.get(branch__slug="mumbai", guide__slug="mesotherapy-for-hair")
    offering.note = "New note."
    offering.save()
    assert api("branches/mumbai/guides/mesotherapy-for-hair/").json()["offering"]["note"] == "New note."
    assert api("guides/mesotherapy-for-hair/")["ETag"] == before


def test_a_guide_withdrawn_is_offered_nowhere_and_comes_back_with_its_offerings(api, peel):
    peel.unpublish()
    slugs = [card["slug"] for card in api("branches/mumbai/guides/").json()["results"]]
    assert "superficial-chemical-peel" not in slugs
    signing.publish(GuidePage.objects.get(pk=peel.pk))
    assert api("branches/mumbai/guides/superficial-chemical-peel/").status_code == 200


def test_an_unpublished_branch_is_gone_with_its_offerings(api):
    BranchPage.objects.get(slug="london").unpublish()
    assert api("branches/london/").status_code == 410
    assert api("branches/london/guides/mesotherapy-for-hair/").status_code == 410
    assert [branch["slug"] for branch in api("branches/").json()["results"]] == ["delhi", "mumbai"]


def test_a_renamed_branch_answers_301_at_its_old_address(api):
    branch = BranchPage.objects.get(slug="london")
    branch.slug = "marylebone"
    branch.save_revision().publish()
    moved = api("branches/london/guides/")
    assert (moved.status_code, moved["Location"]) == (301, "/api/v1/branches/marylebone/guides/")


def test_a_branchs_guide_takes_one_query(api, watched, django_assert_num_queries):
    with django_assert_num_queries(1):
        api("branches/mumbai/guides/mesotherapy-for-hair/")
