"""A launch overwrites nothing that was changed after it was planned."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from content.desk.launches.launching import launch_now
from content.desk.launches.models import Launch, LaunchOffering, LaunchPage
from content.model.branches.models import Offering
from content.model.publishing import Refused
from tests.support.tabs import open_form, snippet_address

pytestmark = pytest.mark.django_db


def test_a_launch_that_happens_meanwhile_is_not_saved_over(as_user):
    launch, client = Launch.objects.create(title="Spring"), as_user("admin")
    data = open_form(client, snippet_address(launch))
    Launch.objects.filter(pk=launch.pk).update(done_at=timezone.now())
    client.post(snippet_address(launch), data | {"title": "Later"})
    launch.refresh_from_db()
    assert (launch.title, launch.done_at is None) == ("Spring", False)


def test_what_two_people_put_into_a_launch_is_all_told(as_user, peel, mesotherapy):
    launch, client = Launch.objects.create(title="Spring"), as_user("admin")
    first, second = open_form(client, snippet_address(launch)), open_form(client, snippet_address(launch))

    def added(data, page):
        row = {
            "pages-0-page": page.pk,
            "pages-0-action": "publish",
            "pages-0-ORDER": "1",
            "pages-0-id": "",
            "pages-0-reason": "",
        }
        return data | row | {"pages-TOTAL_FORMS": "1"}

    client.post(snippet_address(launch), added(first, peel))
    html = client.post(snippet_address(launch), added(second, mesotherapy)).content.decode()
    assert peel.title in BeautifulSoup(html, "html.parser").get_text()
    assert [item.page_id for item in LaunchPage.objects.filter(launch=launch)] == [peel.pk]


def plan(mumbai, guide, price: str) -> Launch:
    launch = Launch.objects.create(title=f"At {price}")
    LaunchOffering.objects.create(
        launch=launch, branch=mumbai, guide=guide, price_from=price, currency="INR", price_valid_from="2026-10-01"
    )
    return Launch.objects.get(pk=launch.pk)


def test_a_launch_does_not_overwrite_what_was_changed_after_it_was_planned(as_user, mumbai, peel):
    launch, client = plan(mumbai, peel, "4000"), as_user("admin")
    Offering.objects.filter(branch=mumbai, guide=peel).update(price_from="3999.50")
    with pytest.raises(Refused, match=r"price from: .* → 3999\.50"):
        launch_now(launch)
    assert "3999.50" in client.get(reverse("launch", args=[launch.pk])).content.decode(), "the screen says so as well"
    for item in launch.offerings.all():
        item.save()  # as the form of the launch does
    launch_now(launch)
    assert str(of(mumbai, peel).price_from) == "4000.00"


def test_of_two_launches_the_second_does_not_undo_the_first_unseen(mumbai, peel):
    first, second = plan(mumbai, peel, "4000"), plan(mumbai, peel, "5000")
    launch_now(first)
    with pytest.raises(Refused, match=r"→ 4000\.00"):
        launch_now(second)
    assert str(of(mumbai, peel).price_from) == "4000.00"


def test_two_launches_that_want_the_same_do_not_quarrel(mumbai, peel):
    for launch in (plan(mumbai, peel, "4000"), plan(mumbai, peel, "4000.00")):
        launch_now(launch)
    assert str(of(mumbai, peel).price_from) == "4000.00"


def test_a_change_that_the_launch_leaves_alone_holds_it_up_not(mumbai, peel):
    launch = plan(mumbai, peel, "4000")
    Offering.objects.filter(branch=mumbai, guide=peel).update(note="Theirs.")
    launch_now(launch)
    assert of(mumbai, peel).note == "Theirs."


def of(mumbai, guide) -> Offering:
    return Offering.objects.get(branch=mumbai, guide=guide)
