"""One order on every database: that of code points, in lists, pages, copies and choosers."""

import pytest

from content.edition.models import SearchTerm
from content.model.branches.models import BranchPage, Offering
from content.model.guides.models import GuidePage
from content.model.snippets.models import Category, Therapy
from tests.support import signing

pytestmark = pytest.mark.django_db
#: In the order of code points; a language sorts them otherwise: hyphens weigh nothing there, nor do capitals.
SLUGS = ["hair-z", "hair_b", "haira"]
NAMES = ["Zinc", "alpha", "Été", "बाल"]


def read_slugs(client, path: str) -> list[str]:
    """Of every page, forwards; and backwards the same."""
    slugs, address, last = [], path, path
    while address:
        page = client.get(address).json()
        slugs += [card["slug"] for card in page["results"]]
        last, address = address, page["next"]
    back, address = [], last
    while address:
        page = client.get(address).json()
        back = [card["slug"] for card in page["results"]] + back
        address = page["previous"]
    assert back == slugs
    return slugs


@pytest.fixture
def guides(peel, mesotherapy) -> list[str]:
    for page, slug in zip(GuidePage.objects.filter(locale=peel.locale, live=True), SLUGS[::-1], strict=False):
        page.slug = slug
        signing.publish(page)
    return sorted(GuidePage.objects.filter(locale=peel.locale, live=True).values_list("slug", flat=True))


def test_lists_and_their_pages_are_in_one_order(client, guides):
    assert len(set(SLUGS) & set(guides)) >= 2
    for size in (1, 2, 100):
        assert read_slugs(client, f"/api/v1/guides/?locale=en&page_size={size}") == guides
    sitemap = client.get("/sitemap.xml").content.decode()
    places = [sitemap.index(f"/guides/{slug}/?locale=en") for slug in guides]
    assert places == sorted(places)


def test_so_are_branches(client):
    for branch, slug in zip(BranchPage.objects.order_by("pk"), ["del_hi", "del-hi", "delhi"], strict=True):
        branch.slug = slug
        branch.save_revision().publish()
    assert read_slugs(client, "/api/v1/branches/?page_size=1") == ["del-hi", "del_hi", "delhi"]


def test_so_is_what_guides_share(client, peel):
    locale = peel.locale
    for name in reversed(NAMES):
        Therapy.objects.create(name=name, kind="topical", locale=locale)
    for slug in SLUGS[::-1]:
        Category.objects.create(name=slug, slug=slug, locale=locale)
    assert list(Therapy.objects.filter(name__in=NAMES).values_list("name", flat=True)) == NAMES
    codes = [one["code"] for one in client.get("/api/v1/vocabulary/").json()["categories"]]
    assert codes == sorted(codes)
    assert set(SLUGS) <= set(codes)


def test_so_are_offerings_and_the_words_of_the_search(peel):
    for page, title in zip(
        GuidePage.objects.filter(offerings__isnull=False).distinct(), ("a peel", "A-peel"), strict=False
    ):
        GuidePage.objects.filter(pk=page.pk).update(title=title)
    titles = [offering.guide.title for offering in Offering.objects.select_related("guide")]
    assert titles == sorted(titles)
    assert {"a peel", "A-peel"} <= set(titles)
    words = list(SearchTerm.objects.order_by("word").values_list("word", flat=True))
    assert words == sorted(words)
