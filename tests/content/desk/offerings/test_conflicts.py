"""Two people save one grid of offerings: nobody's save undoes another's unseen."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from content.model.branches.models import Offering
from tests.support.tabs import open_form, read_form

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["one", "every"])
def grid(request, mumbai):
    return (
        reverse("offerings", args=[mumbai.pk])
        if request.param == "one"
        else f"{reverse('every_offering')}?branch={mumbai.pk}"
    )


def cell(mumbai, guide, name):
    return f"branch-{mumbai.pk}-guide-{guide.pk}-{name}"


def of(mumbai, guide):
    return Offering.objects.get(branch=mumbai, guide=guide)


def test_another_row_saved_meanwhile_stays_saved(as_user, mumbai, grid, peel, mesotherapy):
    client = as_user("editor")
    first, second = open_form(client, grid), open_form(client, grid)
    client.post(grid, first | {cell(mumbai, peel, "note"): "Theirs."})
    assert client.post(grid, second | {cell(mumbai, mesotherapy, "note"): "Mine."}).status_code == 302
    assert [of(mumbai, guide).note for guide in (peel, mesotherapy)] == ["Theirs.", "Mine."]


def test_the_same_cell_saved_meanwhile_is_refused_with_both_values(as_user, mumbai, grid, peel):
    client = as_user("editor")
    first, second = open_form(client, grid), open_form(client, grid)
    client.post(grid, first | {cell(mumbai, peel, "note"): "Theirs."})
    html = client.post(grid, second | {cell(mumbai, peel, "note"): "Mine."}).content.decode()
    assert "It is now “Theirs.”; you have “Mine.”" in html
    assert of(mumbai, peel).note == "Theirs."
    client.post(grid, read_form(html))
    assert of(mumbai, peel).note == "Mine."


def test_another_cell_of_the_row_is_shown_before_the_row_is_saved(as_user, mumbai, grid, peel):
    client = as_user("editor")
    first, second = open_form(client, grid), open_form(client, grid)
    client.post(grid, first | {cell(mumbai, peel, "price_from"): "9999.50"})
    html = client.post(grid, second | {cell(mumbai, peel, "note"): "Mine."}).content.decode()
    again = read_form(html)
    assert (again[cell(mumbai, peel, "price_from")], again[cell(mumbai, peel, "note")]) == ("9999.50", "Mine.")
    client.post(grid, again)
    assert (str(of(mumbai, peel).price_from), of(mumbai, peel).note) == ("9999.50", "Mine.")


def test_an_offering_that_both_make_is_refused_to_the_second(as_user, mumbai, grid, peel):
    Offering.objects.filter(branch=mumbai, guide=peel).delete()
    client = as_user("editor")
    first, second = open_form(client, grid), open_form(client, grid)
    client.post(grid, first | {cell(mumbai, peel, "available"): "on", cell(mumbai, peel, "note"): "Theirs."})
    html = client.post(grid, second | {cell(mumbai, peel, "note"): "Mine."}).content.decode()
    assert "It is now “Theirs.”" in html
    assert of(mumbai, peel).note == "Theirs."


def test_a_grid_that_is_sent_twice_says_nothing_of_others(as_user, mumbai, grid, peel):
    client = as_user("editor")
    data = open_form(client, grid) | {cell(mumbai, peel, "note"): "Mine."}
    assert [client.post(grid, data).status_code for _ in range(2)] == [302, 302]
    assert Page.objects.count()
    assert of(mumbai, peel).note == "Mine."
