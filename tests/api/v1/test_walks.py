"""A list that is read page by page has everything once, though guides and branches are renamed meanwhile."""

import pytest

from content.model.branches.models import BranchPage
from content.model.guides.models import GuidePage
from tests.support.changes import publish

pytestmark = pytest.mark.django_db
GUIDES = [
    *("mesotherapy-for-hair", "microneedling-for-acne-scars"),
    *("platelet-rich-plasma-for-hair", "superficial-chemical-peel"),
]


def walk(client, address, change=lambda: None, after=1, by="next"):
    """The ids page by page; `change` happens after so many pages."""
    ids = []
    while address:
        page = client.get(address).json()
        ids.append([thing["id"] for thing in page["results"]])
        address = page[by]
        if len(ids) == after:
            change()
    return ids


def rename(page, slug):
    page.slug = slug
    page.save_revision().publish()


def rename_guide(slug, new):
    publish(GuidePage.objects.get(slug=slug, locale__language_code="en"), slug=new)


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("after", [1, 2])
@pytest.mark.parametrize(
    ("old", "new"),
    [(GUIDES[3], "a-peel"), (GUIDES[0], "z-meso"), (GUIDES[1], "n-needling"), (GUIDES[2], "a" * 255)],
)
def test_a_guide_renamed_in_between_is_neither_skipped_nor_repeated(client, size, after, old, new):
    address = f"/api/v1/guides/?page_size={size}"
    before = walk(client, address)
    assert walk(client, address, lambda: rename_guide(old, new), after) == before
    assert {id for page in walk(client, address) for id in page} == {id for page in before for id in page}


def test_nor_on_the_way_back(client):
    first = client.get("/api/v1/guides/?page_size=3").json()
    rename_guide(GUIDES[0], "z-meso")
    last = client.get(first["next"]).json()
    assert [card["id"] for card in last["results"]] == walk(client, "/api/v1/guides/")[0][2:3]
    back = client.get(last["previous"]).json()
    assert [card["id"] for card in back["results"]] == [card["id"] for card in first["results"]]


def test_nor_where_the_list_is_narrowed_or_falls_back(client):
    for query in ("category=hair", "locale=hi", "branch=mumbai"):
        address = f"/api/v1/guides/?page_size=1&{query}"
        before = walk(client, address)
        assert walk(client, address, lambda: rename_guide(GUIDES[2], "a-plasma")) == before
        rename_guide("a-plasma", GUIDES[2])


def test_what_is_gone_in_between_is_gone(client, peel):
    address = "/api/v1/guides/?page_size=1"
    before = walk(client, address)
    rename_guide(peel.slug, "a-peel")
    assert walk(client, address, GuidePage.objects.get(pk=peel.pk).unpublish)[1:] == before[:3]


def test_a_branch_renamed_in_between_is_neither_skipped_nor_repeated(client):
    address = "/api/v1/branches/?page_size=1"
    before = walk(client, address)
    change = BranchPage.objects.get(slug="mumbai")
    assert walk(client, address, lambda: rename(change, "a-mumbai")) == before


def test_cursors_of_the_longest_slugs_are_taken(client):
    rename_guide(GUIDES[0], "a" * 255)
    assert len(walk(client, "/api/v1/guides/?page_size=1")) == 4


@pytest.mark.parametrize("watched_list", ["guides/", "branches/"])
def test_a_next_page_costs_no_more_while_nothing_has_changed(
    api, client, watched, django_assert_num_queries, watched_list
):
    page = api(watched_list, page_size=1).json()
    with django_assert_num_queries(1 if watched_list == "guides/" else 0):
        client.get(page["next"])
