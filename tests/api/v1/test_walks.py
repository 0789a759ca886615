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


#: Size of a page -> how many pages may have been read when something is renamed.
READ = {1: (1, 2), 2: (1,), 3: (1,)}


def walk(client, address):
    """The ids page by page."""
    ids = []
    while address:
        page = client.get(address).json()
        ids.append([thing["id"] for thing in page["results"]])
        address = page["next"]
    return ids


def begin(client, path, pages=1):
    """Read so many pages of a list. Returns where it goes on, and the ids that are still to come."""
    rest, address = walk(client, path)[pages:], path
    for _page in range(pages):
        address = client.get(address).json()["next"]
    return address, rest


def rename_guide(slug, new):
    publish(GuidePage.objects.get(slug=slug, locale__language_code="en"), slug=new)


@pytest.mark.parametrize(
    ("old", "new"),
    [(GUIDES[3], "a-peel"), (GUIDES[0], "z-meso"), (GUIDES[1], "n-needling"), (GUIDES[2], "a" * 255)],
)
def test_a_guide_renamed_in_between_is_neither_skipped_nor_repeated(client, old, new):
    begun = [begin(client, f"/api/v1/guides/?page_size={size}", pages) for size, read in READ.items() for pages in read]
    begun += [begin(client, f"/api/v1/guides/?page_size=1&{query}") for query in ("category=hair", "branch=mumbai")]
    everything = {id for page in walk(client, "/api/v1/guides/") for id in page}
    rename_guide(old, new)
    for address, rest in begun:
        assert walk(client, address) == rest, address
    assert {id for page in walk(client, "/api/v1/guides/?page_size=1") for id in page} == everything  # by its cursors


def test_nor_one_that_is_listed_in_another_language_by_now(client):
    """Its slug in Hindi is another one than that in English, by which it was listed."""
    hindi = GuidePage.objects.get(slug=GUIDES[0], locale__language_code="hi")
    hindi.unpublish()
    address, rest = begin(client, "/api/v1/guides/?page_size=1&locale=hi")
    publish(hindi, slug="z-meso")
    assert walk(client, address) == rest


def test_nor_on_the_way_back(client):
    first = client.get("/api/v1/guides/?page_size=3").json()
    rename_guide(GUIDES[0], "z-meso")
    last = client.get(first["next"]).json()
    assert [card["slug"] for card in last["results"]] == [GUIDES[3]]
    back = client.get(last["previous"]).json()
    assert [card["id"] for card in back["results"]] == [card["id"] for card in first["results"]]


def test_what_is_gone_in_between_is_gone(client, peel):
    address, rest = begin(client, "/api/v1/guides/?page_size=1")
    rename_guide(peel.slug, "a-peel")
    GuidePage.objects.get(pk=peel.pk).unpublish()
    assert walk(client, address) == rest[:-1]


def test_a_branch_renamed_in_between_is_neither_skipped_nor_repeated(client):
    address, rest = begin(client, "/api/v1/branches/?page_size=1")
    mumbai = BranchPage.objects.get(slug="mumbai")
    mumbai.slug = "a-mumbai"
    mumbai.save_revision().publish()
    assert walk(client, address) == rest


@pytest.mark.parametrize("watched_list", ["guides/", "branches/"])
def test_a_next_page_costs_no_more_while_nothing_has_changed(
    api, client, watched, django_assert_num_queries, watched_list
):
    page = api(watched_list, page_size=1).json()
    with django_assert_num_queries(1 if watched_list == "guides/" else 0):
        client.get(page["next"])
