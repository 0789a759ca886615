import pytest
from wagtail.models import Page

from content.model.branches.models import BranchIndexPage, BranchPage
from content.model.guides.models import GuideIndexPage, GuidePage, HomePage
from content.setup.site import ensure_site

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("child", "parents"),
    [
        (HomePage, {Page}),
        (GuideIndexPage, {HomePage}),
        (BranchIndexPage, {HomePage}),
        (GuidePage, {GuideIndexPage}),
        (BranchPage, {BranchIndexPage}),
    ],
)
def test_a_page_can_only_be_where_it_makes_sense(child, parents):
    assert set(child.allowed_parent_page_models()) == parents


@pytest.mark.parametrize("leaf", [GuidePage, BranchPage])
def test_nothing_can_be_put_under_a_guide_or_branch(leaf):
    assert leaf.allowed_subpage_models() == []


def test_every_language_has_its_frame_and_making_it_again_adds_nothing():
    before = Page.objects.count()
    ensure_site()
    assert Page.objects.count() == before
    assert HomePage.objects.count() == GuideIndexPage.objects.count() == BranchIndexPage.objects.count() == 3


def test_a_guides_address_is_its_web_page(mesotherapy):
    assert mesotherapy.url == "/guides/mesotherapy-for-hair/?locale=en"
