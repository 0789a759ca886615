"""Whoever may plan launches does by them only what their own doors let them do."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from content.desk.launches.launching import launch_now, run_launches
from content.desk.launches.models import Launch, LaunchOffering, LaunchPage
from content.model.branches.models import BranchPage, Offering
from content.model.publishing import Refused
from tests.support import signing

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(db):
    """Edits and publishes the branch in Mumbai, and may plan launches. No guide, and no other branch."""
    user = get_user_model().objects.create(username="planner", password="!")
    group = Group.objects.create(name="Planners")
    names = ("access_admin", "add_launch", "change_launch")
    group.permissions.add(*Permission.objects.filter(codename__in=names))
    for name in ("change_page", "publish_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=name)
        GroupPagePermission.objects.create(group=group, page=branch("mumbai"), permission=permission)
    user.groups.add(group)
    return user


@pytest.fixture
def browser(planner, client):
    client.force_login(planner)
    return client


def branch(slug) -> BranchPage:
    return BranchPage.objects.get(slug=slug)


def offer(slug, guide, **values) -> dict:
    return {
        "branch": str(branch(slug).pk), "guide": str(guide.pk), "available": "on", "price_from": "6000.00",
        "currency": "GBP", "price_valid_from": "2026-10-01", **values,
    }  # fmt: skip


def form(launch=None, pages=(), offerings=(), planned_at="") -> dict:
    counts = [sum("id" in row for row in rows) for rows in (pages, offerings)]
    return nested_form_data(
        {
            "title": "Autumn",
            "shown": "{}",
            "planned_at": planned_at,
            "pages": inline_formset(pages, initial=counts[0]),
            "offerings": inline_formset(offerings, initial=counts[1]),
        }
    )


def add(browser, **rows):
    return browser.post(reverse("wagtailsnippets_content_launch:add"), form(**rows))


def change(browser, launch, **rows):
    return browser.post(reverse("wagtailsnippets_content_launch:edit", args=[launch.pk]), form(**rows))


def test_the_price_of_one_s_own_branch_goes_into_a_launch(browser, planner, mesotherapy, api):
    assert add(browser, offerings=[offer("mumbai", mesotherapy, currency="INR")]).status_code == 302
    launch = Launch.objects.get()
    assert (launch.made_by, launch.is_of_user) == (planner, True)
    launch_now(launch, planner)
    assert str(Offering.objects.get(branch=branch("mumbai"), guide=mesotherapy).price_from) == "6000.00"


@pytest.mark.parametrize("what", ["price elsewhere", "publish", "withdraw"])
def test_nothing_is_put_into_a_launch_that_one_may_not_do_oneself(browser, mesotherapy, what):
    rows = {"offerings": [offer("london", mesotherapy)]}
    if what != "price elsewhere":
        rows = {"pages": [{"page": str(mesotherapy.pk), "action": what, "reason": "Because."}]}
    answer = add(browser, **rows)
    assert answer.status_code == 200
    assert "Ask somebody who has" in answer.content.decode()
    assert not Launch.objects.exists()


@pytest.fixture
def launch_of_others(mesotherapy) -> Launch:
    """Planned by a script: a price in London and a guide."""
    launch = Launch.objects.create(title="Spring")
    LaunchPage.objects.create(launch=launch, page=mesotherapy)
    LaunchOffering.objects.create(
        launch=launch, branch=branch("london"), guide=mesotherapy, price_from=99, currency="GBP",
        price_valid_from=date(2026, 10, 1),
    )  # fmt: skip
    return launch


def rows_of(launch, mesotherapy, **changed):
    page, offering = launch.pages.get(), launch.offerings.get()
    return {
        "pages": [{"id": str(page.pk), "page": str(page.page_id), "action": "publish", "reason": ""}],
        "offerings": [offer("london", mesotherapy, **{"id": str(offering.pk), "price_from": "99.00", **changed})],
    }


def test_what_others_have_put_in_is_not_changed(browser, launch_of_others, mesotherapy):
    answer = change(browser, launch_of_others, **rows_of(launch_of_others, mesotherapy, price_from="5.00"))
    assert "You do not have permission to change" in answer.content.decode()
    assert str(launch_of_others.offerings.get().price_from) == "99.00"


def test_what_others_have_put_in_is_not_turned_into_one_s_own(browser, launch_of_others, mesotherapy):
    rows = rows_of(launch_of_others, mesotherapy, branch=str(branch("mumbai").pk), currency="INR")
    assert change(browser, launch_of_others, **rows).status_code == 200
    assert launch_of_others.offerings.get().branch.slug == "london"


def test_the_rest_of_such_a_launch_can_be_changed(browser, launch_of_others, mesotherapy):
    rows = rows_of(launch_of_others, mesotherapy)
    rows["offerings"].append(offer("mumbai", mesotherapy, currency="INR"))
    assert change(browser, launch_of_others, **rows).status_code == 302
    assert Launch.objects.get(pk=launch_of_others.pk).offerings.count() == 2


def test_nobody_gives_a_time_to_what_they_may_not_do(browser, launch_of_others, mesotherapy):
    planned = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    answer = change(browser, launch_of_others, **rows_of(launch_of_others, mesotherapy), planned_at=planned)
    assert answer.status_code == 200
    assert Launch.objects.get(pk=launch_of_others.pk).planned_at is None


def test_nobody_launches_what_they_may_not_do(browser, planner, launch_of_others, api):
    address = reverse("launch", args=[launch_of_others.pk])
    html = browser.get(address).content.decode()
    assert "You do not have permission to publish" in html
    assert "/launch-preview/" not in html
    browser.post(address, {"launch": "1"})
    assert Launch.objects.get(pk=launch_of_others.pk).done_at is None
    with pytest.raises(Refused, match="On behalf of planner: You do not have permission to change"):
        launch_now(launch_of_others, planner)
    answer = browser.get("/api/v1/guides/", headers={"preview-token": launch_of_others.make_preview_token(planner)})
    assert answer.status_code == 410


@pytest.mark.parametrize("since", ["no rights", "no account", "not active", "no launches", "locked"])
def test_at_its_time_it_goes_out_only_if_whoever_planned_it_may_do_all_of_it_still(peel, since):
    publisher = get_user_model().objects.get(username="publisher")
    peel.summary = "Planned."
    peel.save_revision()
    signing.sign(peel)
    launch = Launch.objects.create(title="Spring", made_by=publisher, is_of_user=True, planned_at=timezone.now())
    LaunchPage.objects.create(launch=launch, page=peel)
    if since == "no rights":
        GroupPagePermission.objects.filter(group__in=publisher.groups.all()).delete()
    elif since == "no account":
        publisher.delete()
    elif since == "not active":
        get_user_model().objects.update(is_active=False)
    elif since == "locked":
        peel.locked = True
        peel.save()
    else:
        Permission.objects.get(codename="change_launch").group_set.clear()
    assert run_launches() == []
    refusal = Launch.objects.get().refusal
    expected = {"no rights": "You do not have permission to publish", "locked": "is locked"}
    assert expected.get(since, "The person who planned this launch no longer has permission") in refusal


def test_at_its_time_it_goes_out_on_behalf_of_whoever_planned_it(peel, api):
    publisher = get_user_model().objects.get(username="publisher")
    peel.summary = "Planned."
    peel.save_revision()
    signing.sign(peel)
    launch = Launch.objects.create(title="Spring", made_by=publisher, is_of_user=True, planned_at=timezone.now())
    LaunchPage.objects.create(launch=launch, page=peel)
    assert run_launches() == ["Spring"]
    assert api("guides/superficial-chemical-peel/").json()["summary"] == "Planned."
