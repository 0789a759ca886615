"""Launches: planned together, previewed as a whole, public all at once or not at all."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from content.desk.dashboard.tasks import find_tasks
from content.desk.launches.launching import launch_now, run_launches
from content.desk.launches.models import Launch, LaunchOffering, LaunchPage, find_previewed
from content.edition.models import Current, Edition, Release
from content.model.branches.models import BranchPage, Offering
from content.model.guides.models import GuidePage
from content.model.publishing import Refused
from content.release.settle import settle_all
from tests.support import signing
from tests.support.copies import Copy

pytestmark = pytest.mark.django_db
PEEL, NEEDLING = "guides/superficial-chemical-peel/", "guides/microneedling-for-acne-scars/"


def publisher():
    return get_user_model().objects.get(username="publisher")


@pytest.fixture
def launch(peel, mesotherapy) -> Launch:
    """The peel is published anew, microneedling withdrawn, mesotherapy offered in London at a price."""
    peel.summary = "Launched words."
    peel.save_revision()
    signing.sign(peel)
    launch = Launch.objects.create(title="Spring")
    LaunchPage.objects.create(launch=launch, page=peel)
    needling = GuidePage.objects.get(slug="microneedling-for-acne-scars")
    LaunchPage.objects.create(launch=launch, page=needling, action="withdraw", reason="We use another method now.")
    LaunchOffering.objects.create(
        launch=launch,
        branch=BranchPage.objects.get(slug="london"),
        guide=mesotherapy,
        price_from=99,
        currency="GBP",
        price_valid_from=date(2026, 10, 1),
    )
    return launch


def price(api) -> str | None:
    offering = api("branches/london/guides/mesotherapy-for-hair/").json()["offering"]
    return offering["price_from"] and offering["price_from"]["amount"]


def test_all_of_it_is_one_release(launch, api):
    before = Release.objects.count()
    launch_now(launch)
    assert Release.objects.count() == before + 1
    assert Release.objects.latest("number").reason == "Launch: Spring"
    assert api(PEEL).json()["summary"] == "Launched words."
    assert (api(NEEDLING).status_code, api(NEEDLING).json()["reason"]) == (410, "We use another method now.")
    assert price(api) == "99.00"
    assert settle_all() is None
    with pytest.raises(Refused, match="has already been published"):
        launch_now(launch)


@pytest.mark.parametrize("wrong", ["unsigned", "claim", "price", "schedule"])
def test_one_thing_that_may_not_be_public_holds_up_all_of_it(launch, peel, api, wrong):
    if wrong == "price":
        LaunchOffering.objects.update(currency="")
    else:
        changes = {"unsigned": {"summary": "Unsigned."}, "claim": {"summary": "Guaranteed."}, "schedule": {}}[wrong]
        if wrong == "schedule":
            changes = {"go_live_at": timezone.now() + timedelta(days=1)}
        for name, value in changes.items():
            setattr(peel, name, value)
        peel.save_revision()
        if wrong == "claim":
            signing.sign(peel)
    before, public = Release.objects.count(), api(PEEL).content
    with pytest.raises(Refused) as refused:
        launch_now(launch)
    expected = {
        "unsigned": "No clinician has signed off",
        "claim": "must not be published",
        "price": "A price needs its currency",
        "schedule": "has its own go-live time",
    }
    assert expected[wrong] in str(refused.value)
    assert (Release.objects.count(), api(PEEL).content, api(NEEDLING).status_code) == (before, public, 200)
    assert Launch.objects.get().done_at is None


def test_it_goes_out_at_its_time_and_once(launch, api):
    Launch.objects.update(planned_at=timezone.now() + timedelta(hours=1))
    assert run_launches() == []
    Launch.objects.update(planned_at=timezone.now())
    assert (run_launches(), run_launches()) == (["Spring"], [])
    assert api(PEEL).json()["summary"] == "Launched words."
    assert Release.objects.latest("number").actor == "schedule"


def test_one_that_is_refused_says_why_and_goes_out_once_that_is_mended(launch, peel, api, django_user_model):
    peel.summary = "Not signed."
    peel.save_revision()
    Launch.objects.update(planned_at=timezone.now())
    assert run_launches() == []
    assert "No clinician has signed off" in Launch.objects.get().refusal
    publisher = django_user_model.objects.get(username="publisher")
    assert any("“Spring” could not be published" in task.message and task.is_urgent for task in find_tasks(publisher))
    signing.sign(peel)
    assert run_launches() == [], "not tried again at once"
    Launch.objects.update(tried_at=timezone.now() - timedelta(minutes=2))
    assert run_launches() == ["Spring"]
    assert api(PEEL).json()["summary"] == "Not signed."


@pytest.fixture
def preview(launch) -> Client:
    """A browser that has opened the address of the preview."""
    browser = Client()
    answer = browser.get(f"/launch-preview/{launch.make_preview_token(publisher())}/")
    assert answer.status_code == 302
    return browser


def state_of_everything() -> tuple:
    rows = Current.objects.order_by("pk").values_list("pk", "edition_id", "state", "is_held")
    return Release.objects.count(), Edition.objects.count(), list(rows), list(Offering.objects.values_list("pk"))


def test_a_preview_shows_everything_as_if_it_had_happened_and_nothing_has(preview, api):
    before = state_of_everything()
    assert preview.get(f"/api/v1/{PEEL}").json()["summary"] == "Launched words."
    assert preview.get(f"/api/v1/{NEEDLING}").status_code == 410
    assert "microneedling-for-acne-scars" not in preview.get("/api/v1/guides/").content.decode()
    search = preview.get("/api/v1/search/", {"q": "launched words"}).json()
    assert search["results"][0]["guide"]["slug"] == "superficial-chemical-peel"
    html = preview.get("/guides/superficial-chemical-peel/").content.decode()
    assert "Launched words." in html
    assert "Preview of the launch “Spring”" in html
    assert preview.get("/app/").status_code == 200
    assert state_of_everything() == before
    assert api(PEEL).json()["summary"] != "Launched words."


def test_a_copy_that_syncs_under_a_preview_holds_the_launch_and_starts_again_afterwards(launch, preview, api):
    copy = Copy(preview, locales="en")
    page = copy.begin(page_size=2)
    copy.apply_page(page)
    copy.follow(page["next_page_token"])
    slugs = {document.get("slug"): document for _key, document in copy.things.items()}
    assert slugs["superficial-chemical-peel"]["summary"] == "Launched words."
    assert "microneedling-for-acne-scars" not in slugs
    preview.get("/launch-preview/end/")
    assert preview.get("/api/v1/sync/", {"sync_token": copy.token}).status_code == 410


def test_a_preview_is_kept_by_nobody_and_confirmed_to_nobody(preview, api):
    etag = api(PEEL)["ETag"]
    answer = preview.get(f"/api/v1/{PEEL}", headers={"if-none-match": etag})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "ETag" not in answer.headers


def test_no_bundle_is_made_of_a_preview(preview, settings):
    before = sorted((settings.PUBLIC_ROOT / "bundles").rglob("*"))
    answer = preview.get("/api/v1/bundles/en/")
    assert answer.status_code == 404
    assert "has no bundles" in answer.json()["detail"]
    assert sorted((settings.PUBLIC_ROOT / "bundles").rglob("*")) == before


def test_whoever_asks_a_preview_all_the_time_is_told_to_wait(preview, monkeypatch):
    """Nothing can be published while one is answered."""
    monkeypatch.setattr("content.desk.launches.middleware.MOST_PER_MINUTE", 2)
    monkeypatch.setattr("content.desk.launches.middleware.time", SimpleNamespace(time=lambda: 1_800_000_000.0))
    answers = [preview.get(f"/api/v1/{PEEL}") for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "60"


def test_a_program_sends_a_header(launch, client):
    found = client.get(f"/api/v1/{PEEL}", headers={"preview-token": launch.make_preview_token(publisher())}).json()
    assert found["summary"] == "Launched words."


@pytest.mark.parametrize("end", ["ended", "done", "made up", "its giver is gone", "its giver may plan none"])
def test_a_preview_that_is_over_shows_nothing_of_it(launch, client, api, end):
    token = launch.make_preview_token(publisher())
    if end == "ended":
        Launch.objects.update(previews_ended=1)
    elif end == "done":
        Launch.objects.update(done_at=timezone.now())
    elif end == "its giver is gone":
        get_user_model().objects.filter(username="publisher").update(is_active=False)
    elif end == "its giver may plan none":
        publisher().groups.clear()
    else:
        token = token[:-2]
    answer = client.get(f"/api/v1/{PEEL}", headers={"preview-token": token})
    assert answer.status_code == 410
    assert "Launched words." not in answer.content.decode()
    assert client.get(f"/launch-preview/{token}/").status_code == 410


def test_a_preview_of_what_cannot_happen_says_why(launch, preview, peel):
    peel.summary = "Not signed."
    peel.save_revision()
    answer = preview.get(f"/api/v1/{PEEL}")
    assert answer.status_code == 409
    assert "No clinician has signed off" in answer.json()["detail"]


def test_the_screen_says_what_would_change_and_does_it(as_user, launch, api):
    publisher, address = as_user("publisher"), reverse("launch", args=[launch.pk])
    html = publisher.get(address).content.decode()
    assert "Launched" in html
    assert "is no longer public" in html
    token = re.search(r"/launch-preview/([^/\"]+)/", html)[1]  # a token has its second in it
    assert find_previewed(token) == launch
    assert publisher.post(address, {"launch": "1"}).status_code == 302
    assert api(PEEL).json()["summary"] == "Launched words."
    assert "Public since" in publisher.get(address).content.decode()


def test_it_is_made_in_the_admin(as_user, peel):
    data = nested_form_data(
        {
            "title": "Autumn",
            "planned_at": "",
            "pages": inline_formset([{"page": str(peel.pk), "action": "publish", "reason": ""}]),
            "offerings": inline_formset([]),
        }
    )
    address = reverse("wagtailsnippets_content_launch:add")
    answer = as_user("publisher").post(address, data)
    launch = Launch.objects.get(title="Autumn")
    assert answer["Location"] == reverse("launch", args=[launch.pk])
    assert launch.pages.get().page.pk == peel.pk
    assert as_user("editor").get(address).status_code == 302, "for publishers"


def test_an_unusual_price_is_asked_about(as_user, mesotherapy, mumbai):
    """As in the grid of offerings: until these very amounts are confirmed."""
    client, address = as_user("publisher"), reverse("wagtailsnippets_content_launch:add")
    row = {"branch": mumbai.pk, "guide": mesotherapy.pk, "available": "on", "currency": "INR"}

    def send(price: str, **more: str) -> str:
        priced = {**row, "price_from": price, "price_valid_from": "2026-01-01"}
        form = {"title": "Dear", "planned_at": "", "pages": inline_formset([]), "offerings": inline_formset([priced])}
        answer = client.post(address, nested_form_data(form | more))
        return answer.content.decode() if answer.status_code == 200 else ""

    asked = send("650000")
    assert "Mesotherapy for hair – Skinpheras Mumbai (sample): The price goes from ₹6,500 to ₹650,000." in asked
    box = BeautifulSoup(asked, "html.parser").find(attrs={"name": "prices_confirmed"})
    assert not box.has_attr("checked")
    assert "₹660,000" in send("660000", prices_confirmed=box["value"]), "of other amounts"
    assert not Launch.objects.exists()
    assert send("650000", prices_confirmed=box["value"]) == ""
    shown = client.get(reverse("wagtailsnippets_content_launch:edit", args=[Launch.objects.get().pk])).content.decode()
    assert "Mesotherapy for hair (English)" in shown
    assert "prices_confirmed" not in shown


def test_what_publishing_changes_is_shown_before(as_user, peel):
    peel.title = "Gentle peel"
    peel.save_revision()
    address = reverse("impact", args=[peel.pk])
    assert "No clinician has signed off: “Overview”" in as_user("editor").get(address).content.decode()
    signing.sign(peel)
    before = state_of_everything()
    html = as_user("editor").get(address).content.decode()
    assert '<span class="addition">Gentle' in html
    assert "Skinpheras Mumbai (sample)" in html
    assert state_of_everything() == before


@pytest.mark.parametrize("is_https", [True, False])
def test_the_preview_s_cookie_is_sent_by_https_alone_where_there_is_https(launch, client, settings, is_https):
    settings.SESSION_COOKIE_SECURE = is_https
    name = "__Host-launch_preview" if is_https else "launch_preview"
    cookie = client.get(f"/launch-preview/{launch.make_preview_token(publisher())}/").cookies[name]
    assert bool(cookie["secure"]) is is_https


def test_of_one_that_fails_for_no_reason_of_the_launch_somebody_is_told(launch, monkeypatch):
    def fail(*args):
        raise RuntimeError("planted")

    Launch.objects.update(planned_at=timezone.now())
    monkeypatch.setattr("content.desk.launches.launching.apply", fail)
    assert run_launches() == []
    assert any("Something went wrong (RuntimeError)" in task.message for task in find_tasks(publisher()))
    monkeypatch.undo()
    Launch.objects.update(tried_at=None)
    assert run_launches() == ["Spring"]
    assert Launch.objects.get().refusal == ""


def test_one_of_which_all_has_been_deleted_does_not_happen_unseen(peel):
    launch = Launch.objects.create(title="Spring", planned_at=timezone.now())
    LaunchPage.objects.create(launch=launch, page=peel)
    peel.delete()
    assert run_launches() == []
    assert Launch.objects.get().done_at is None
    assert any("has been deleted" in task.message for task in find_tasks(publisher()))


def test_a_launch_that_was_not_published_is_not_called_live(as_user, launch):
    html = as_user("publisher").get(reverse("wagtailsnippets_content_launch:edit", args=[launch.pk])).content.decode()
    assert '<p class="w-label-3">Draft</p>' in html
    assert "Live" not in html
