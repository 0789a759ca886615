"""Branches: one in each place whatever languages it has, open at sane hours, in a time zone that is one.

Written from the description of a fault by somebody who has not seen how it was mended.
"""

import html as entities
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Locale, Page, Site

from content.desk.launches.models import Launch, LaunchOffering
from content.model.branches.models import BranchIndexPage, BranchPage, Offering
from content.model.guides.models import GuideIndexPage, GuidePage
from content.models import HomePage
from tests.support import signing
from tests.support.browsing import open_form, send_table
from tests.support.guide_forms import form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def london() -> BranchPage:
    return BranchPage.objects.get(slug="london")


@pytest.fixture
def landan(api, london, mesotherapy) -> BranchPage:
    """The same branch in Arabic."""
    assert count_public(api, london, mesotherapy) == 1
    page = london.copy_for_translation(Locale.objects.get(language_code="ar"), copy_parents=True)
    page.title = "لندن"
    page.save_revision().publish()
    return BranchPage.objects.get(pk=page.pk)


# One branch, one set of offerings


def prices(api, branch: BranchPage, slug: str) -> set[str]:
    """What a branch asks for a guide, in each language."""
    id, found = branch.translation_key, set()
    for locale in ("en", "ar"):
        answer = api(f"branches/{id}/guides/{slug}/", locale=locale)
        offering = answer.json().get("offering") if answer.status_code == 200 else None
        found.add(str(offering and offering["price_from"] and offering["price_from"]["amount"]))
    return found


def count_public(api, branch: BranchPage, guide: GuidePage) -> int:
    """Live offerings of one branch and guide, as a phone that syncs every language gets them."""
    items = api("sync/", locales="en,ar", types="offering", page_size=100).json()["items"]
    live = [item["document"] for item in items if item["state"] == "live"]
    return sum(str(branch.translation_key) in str(one) and str(guide.translation_key) in str(one) for one in live)


def test_a_price_typed_at_the_translated_page_is_the_branchs_price(as_user, api, landan, london, mesotherapy):
    client, address = as_user("editor"), reverse("offerings", args=[landan.pk])
    answer = client.get(address, follow=True)
    names = [name for name in read_all(answer) if name.endswith(f"guide-{mesotherapy.pk}-note")]
    if names:
        row = names[0].removesuffix("note")
        data = open_form(client, address, names[0])
        values = {"available": "on", "price_from": "333.00", "currency": "GBP", "price_valid_from": "2026-12-01"}
        client.post(address, {**data, **{f"{row}{name}": value for name, value in values.items()}}, follow=True)
    assert len(prices(api, london, "mesotherapy-for-hair")) == 1
    assert count_public(api, london, mesotherapy) == 1
    assert Offering.objects.filter(branch__translation_key=london.translation_key, guide=mesotherapy).count() == 1


def read_all(answer) -> list[str]:
    page = BeautifulSoup(answer.content.decode(), "html.parser")
    return [field["name"] for field in page.find_all(["input", "select"]) if field.get("name")]


def test_the_grid_and_the_table_of_every_branch_have_one_row_for_it(as_user, landan):
    client = as_user("editor")
    before = 3 * 4
    rows = [name for name in read_all(client.get(reverse("every_offering"))) if name.endswith("-note")]
    assert len(rows) == before
    lines = client.get(reverse("every_offering_csv")).content.decode().strip().splitlines()
    assert len(lines) == before + 1
    ours = [line for line in lines if line.startswith("london,")]
    assert len(ours) == 4


def test_a_table_brought_to_the_translated_page_makes_no_second_price(as_user, api, landan, london, mesotherapy):
    table = (
        "guide,available,price_from,currency,price_valid_from\n"
        "mesotherapy-for-hair,yes,444,GBP,2026-12-01\nsuperficial-chemical-peel,yes,120,GBP,2026-12-01\n"
    )
    send_table(as_user("editor"), reverse("offerings_csv", args=[landan.pk]), table.encode())
    assert len(prices(api, london, "mesotherapy-for-hair")) == 1
    assert len(prices(api, london, "superficial-chemical-peel")) == 1
    assert count_public(api, london, mesotherapy) == 1


def test_a_launch_at_the_translated_page_changes_the_branchs_price(as_user, api, landan, london, mesotherapy):
    launch = Launch.objects.create(title="Opening")
    LaunchOffering.objects.create(
        launch=launch,
        branch=landan,
        guide=mesotherapy,
        price_from=555,
        currency="GBP",
        price_valid_from=date(2026, 12, 1),
    )
    as_user("publisher").post(reverse("launch", args=[launch.pk]), {"launch": "1"}, follow=True)
    assert len(prices(api, london, "mesotherapy-for-hair")) == 1
    assert count_public(api, london, mesotherapy) == 1


# Time zone and hours


def save(as_user, page: BranchPage, button: str = "action-publish", **typed):
    client, address = as_user("admin"), reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, {**open_form(client, address, "time_zone"), **typed, button: "1"})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Europe/Londn", "Europe/London"),
        ("EST", None),
        ("Asia/Dubay", "Asia/Dubai"),
        ("GMT+5:30", None),
    ],
)
def test_what_is_no_time_zone_is_refused_with_the_right_name(as_user, api, london, typed, meant):
    answer = save(as_user, london, time_zone=typed)
    assert BranchPage.objects.get(pk=london.pk).time_zone == "Europe/London"
    assert api("branches/london/").json().get("time_zone", "Europe/London") == "Europe/London"
    assert answer.status_code == 200, "the form again"
    assert answer.context["form"].errors["time_zone"]
    if meant:
        assert meant in entities.unescape(str(answer.context["form"].errors["time_zone"]))


def with_hours(as_user, page: BranchPage, *added: tuple[str, str, str]):
    client, address = as_user("admin"), reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = open_form(client, address, "time_zone")
    count = int(data["opening_hours-TOTAL_FORMS"])
    for number, (day, opens, closes) in enumerate(added, count):
        row = {"id": "", "ORDER": str(number + 1), "DELETE": "", "day": day, "opens": opens, "closes": closes}
        data |= {f"opening_hours-{number}-{name}": value for name, value in row.items()}
    data["opening_hours-TOTAL_FORMS"] = str(count + len(added))
    return client.post(address, {**data, "action-publish": "1"})


@pytest.mark.parametrize(
    "added",
    [
        [("tuesday", "17:59", "21:00")],
        [("wednesday", "08:00", "20:00")],  # around what is there
        [("thursday", "12:00", "12:30")],  # within what is there
        [("sunday", "13:00", "16:00"), ("sunday", "09:00", "13:30")],  # the later one first
    ],
)
def test_hours_that_overlap_are_refused(as_user, api, london, added):
    before = api("branches/london/").json()
    answer = with_hours(as_user, london, *added)
    assert answer.status_code == 200, "the form again"
    assert api("branches/london/").json() == before


# A second site


@pytest.fixture
def second_site() -> HomePage:
    home = Page.get_first_root_node().add_child(instance=HomePage(title="Second", slug="second"))
    Site.objects.create(hostname="second.example", root_page=home, site_name="Second")
    return home


def test_a_guide_with_the_slug_of_another_sites_guide_is_refused_with_a_sentence(as_user, api, second_site, peel):
    index = second_site.add_child(instance=GuideIndexPage(title="Guides", slug="second-guides"))
    needling = GuidePage.objects.get(slug="microneedling-for-acne-scars")
    twin = needling.copy(to=index, update_attrs={"slug": "second-needling", "title": "Twin"}, keep_live=False)
    public = api(f"guides/{peel.slug}/").content
    client, address = as_user("admin"), reverse("wagtailadmin_pages:edit", args=[twin.pk])
    data = form_data(twin, slug=peel.slug)
    client.post(address, {**data, "slug": "second-needling", "save": "1"})
    draft = GuidePage.objects.get(pk=twin.pk).get_latest_revision_as_object()
    draft.slug = peel.slug
    signing.sign(draft)
    client.raise_request_exception = False
    answer = client.post(address, {**data, "action-publish": "1"}, follow=True)
    assert answer.status_code < 500
    html = answer.content.decode()
    assert any(word in html for word in (peel.slug, peel.title))
    assert any(word in html.lower() for word in ("slug", "address"))
    assert not GuidePage.objects.get(pk=twin.pk).live
    assert api(f"guides/{peel.slug}/").content == public


def test_a_branch_with_the_slug_of_another_sites_branch_is_refused_with_a_sentence(as_user, api, second_site, london):
    index = second_site.add_child(instance=BranchIndexPage(title="Branches", slug="second-branches"))
    client, address = as_user("admin"), reverse("wagtailadmin_pages:add", args=["content", "branchpage", index.pk])
    data = open_form(client, address, "time_zone")
    typed = {
        "title": "Another London",
        "slug": "london",
        "country": "GB",
        "address": "1 Other Row\nLondon",
        "time_zone": "Europe/London",
        "phone": "+44 20 7946 0777",
    }
    public = api("branches/london/").content
    client.raise_request_exception = False
    answer = client.post(address, {**data, **typed, "action-publish": "1"}, follow=True)
    assert answer.status_code < 500
    html = answer.content.decode().lower()
    assert any(word in html for word in ("slug", "address is", "taken", "already"))
    assert not BranchPage.objects.filter(title="Another London", live=True).exists()
    assert api("branches/london/").content == public
