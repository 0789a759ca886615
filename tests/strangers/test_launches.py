"""Launches: what they may do is what their makers may do; what is previewed is the newest, and stays unreleased.

Written from the description of a fault by somebody who has not seen how it was mended.
"""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from content.desk.launches.models import Launch, LaunchPage
from content.model.branches.models import BranchPage
from content.model.guides.models import GuidePage
from tests.support import signing

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(db, as_user) -> Client:
    """Somebody who plans launches, and may change neither a branch nor a guide."""
    user = get_user_model().objects.create_user("planner", "planner@skinpheras.example", "x")
    group = Group.objects.create(name="Planners")
    codes = ("access_admin", "add_launch", "change_launch", "delete_launch", "view_launch")
    group.permissions.add(*Permission.objects.filter(codename__in=codes))
    user.groups.add(group)
    return as_user("planner")


def plan(client: Client, pages: list[dict], offerings: list[dict], planned_at: str = "") -> Launch | None:
    """Made in the admin; None where that is refused."""
    data = nested_form_data(
        {
            "title": "Planned",
            "planned_at": planned_at,
            "pages": inline_formset(pages),
            "offerings": inline_formset(offerings),
        }
    )
    client.post(reverse("wagtailsnippets_content_launch:add"), data, follow=True)
    return Launch.objects.filter(title="Planned").first()


def offer(slug: str, guide: GuidePage, amount: str) -> dict[str, str]:
    branch = BranchPage.objects.get(slug=slug)
    return {
        "branch": str(branch.pk),
        "guide": str(guide.pk),
        "available": "on",
        "price_from": amount,
        "currency": (branch.slug == "london" and "GBP") or "INR",
        "price_valid_from": "2026-10-01",
    }


@pytest.mark.parametrize("slug", ["delhi"])
def test_who_may_only_plan_sets_no_branchs_price(planner, api, mesotherapy, slug):
    address = f"branches/{slug}/guides/mesotherapy-for-hair/"
    before = api(address).content
    launch = plan(planner, [], [offer(slug, mesotherapy, "1.00")])
    if launch:
        planner.post(reverse("launch", args=[launch.pk]), {"launch": "1"}, follow=True)
    assert api(address).content == before


def test_nor_by_a_launch_that_goes_out_at_its_time(planner, api, mesotherapy):
    before = api("branches/mumbai/guides/mesotherapy-for-hair/").content
    later = f"{timezone.now() + timedelta(minutes=5):%Y-%m-%d %H:%M}"
    plan(planner, [], [offer("mumbai", mesotherapy, "1.00")], planned_at=later)
    Launch.objects.update(planned_at=timezone.now() - timedelta(seconds=5))
    call_command("worker", once=True)
    assert api("branches/mumbai/guides/mesotherapy-for-hair/").content == before


def test_nor_publishes_or_withdraws_a_guide_by_a_launch_that_goes_out_at_its_time(planner, api, peel):
    needling = GuidePage.objects.get(slug="microneedling-for-acne-scars")
    peel.summary = "Signed, and not yet to be seen."
    peel.save_revision()
    signing.sign(peel)
    before = [api(f"guides/{page.slug}/").content for page in (peel, needling)]
    later = f"{timezone.now() + timedelta(minutes=5):%Y-%m-%d %H:%M}"
    pages = [
        {"page": str(peel.pk), "action": "publish", "reason": ""},
        {"page": str(needling.pk), "action": "withdraw", "reason": "Because I can."},
    ]
    plan(planner, pages, [], planned_at=later)
    Launch.objects.update(planned_at=timezone.now() - timedelta(seconds=5))
    call_command("worker", once=True)
    assert [api(f"guides/{page.slug}/").content for page in (peel, needling)] == before


def test_a_branchs_editor_who_also_plans_sets_the_prices_of_that_branch_alone(as_user, api, mesotherapy):
    group = Group.objects.create(name="Planners")
    group.permissions.add(*Permission.objects.filter(codename__in=("add_launch", "change_launch")))
    get_user_model().objects.get(username="mumbai").groups.add(group)
    client, address = as_user("mumbai"), "branches/delhi/guides/mesotherapy-for-hair/"
    before = api(address).content
    launch = plan(client, [], [offer("mumbai", mesotherapy, "4444.00"), offer("delhi", mesotherapy, "1.00")])
    if launch:
        client.post(reverse("launch", args=[launch.pk]), {"launch": "1"}, follow=True)
    assert api(address).content == before


@pytest.fixture
def previewed(peel) -> tuple[Launch, Client]:
    """A launch of the peel, and a browser that is shown its preview."""
    peel.also_known_as = "Zitronenschaelung"
    peel.save_revision()
    signing.sign(peel)
    launch = Launch.objects.create(title="Peels")
    LaunchPage.objects.create(launch=launch, page=peel)
    browser = Client()
    publisher = get_user_model().objects.get(username="publisher")
    assert browser.get(f"/launch-preview/{launch.make_preview_token(publisher)}/").status_code == 302
    return launch, browser


def find(browser: Client, question: str) -> list[str]:
    answer = browser.get("/api/v1/search/", {"q": question, "locale": "en"})
    assert answer.status_code == 200
    return [hit["guide"]["slug"] for hit in answer.json()["results"]]


def test_search_in_a_preview_finds_the_words_of_a_newer_draft(previewed, peel):
    _launch, browser = previewed
    assert peel.slug in find(browser, "Zitronenschaelung")
    for name in ("Molkekur", "Bimsstein"):  # none so like the first that it is taken for a misspelling
        draft = GuidePage.objects.get(pk=peel.pk).get_latest_revision_as_object()
        draft.also_known_as = name
        draft.save_revision()
        signing.sign(draft)
        assert peel.slug in find(browser, name)
    assert find(browser, "Zitronenschaelung") == []


def test_search_outside_finds_nothing_of_it_and_in_another_launchs_preview_its_own(previewed, peel):
    _launch, browser = previewed
    needling = GuidePage.objects.get(slug="microneedling-for-acne-scars")
    needling.also_known_as = "Nadelrolle"
    needling.save_revision()
    signing.sign(needling)
    other = Launch.objects.create(title="Needles")
    LaunchPage.objects.create(launch=other, page=needling)
    Launch.objects.filter(pk=other.pk).update(changed_at=Launch.objects.get(title="Peels").changed_at)
    second = Client()
    second.get(f"/launch-preview/{other.make_preview_token(get_user_model().objects.get(username='publisher'))}/")
    assert peel.slug in find(browser, "Zitronenschaelung")
    assert needling.slug in find(second, "Nadelrolle")
    assert peel.slug in find(browser, "Zitronenschaelung")
    assert find(Client(), "Nadelrolle") == []
    assert find(Client(), "Zitronenschaelung") == []


def archives() -> set[str]:
    return {str(path) for path in settings.DATA_DIR.rglob("*.zip")}


def test_no_reader_has_an_archive_built(client, peel):
    """Asked before anybody has built one of this release, by whoever comes."""
    peel.summary = "A new release."
    signing.publish(peel)
    before = archives()
    answers = [client.get(f"/api/v1/bundles/{locale}/") for locale in ("hi", "ar", "en")]
    assert all(answer.status_code in (200, 202, 404, 503) for answer in answers)
    assert archives() == before
