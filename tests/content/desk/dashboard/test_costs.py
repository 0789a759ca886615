"""The admin's lists cost the same number of queries however much there is in them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.desk.claims import views
from content.desk.dashboard.tasks import find_tasks
from tests.support.crowds import add_guides

pytestmark = pytest.mark.django_db


def count(act) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        act()
    return len(queries)


def test_the_first_page_costs_the_same_with_one_and_with_eight_stale_translations(
    as_user, mesotherapy, django_user_model
):
    client, editor = as_user("editor"), django_user_model.objects.get(username="editor")

    def look():
        assert client.get("/admin/").status_code == 200

    def tell() -> int:
        return sum(
            "is out of date: the source has changed in “Overview”, “How it works”" in task.message
            for task in find_tasks(editor)
        )

    add_guides(1, mesotherapy)
    look()
    one = count(look)
    assert tell() == 1
    add_guides(7, mesotherapy)
    assert tell() == 8
    assert count(look) == one
    assert one < 80


def test_the_report_of_claims_costs_the_same_and_comes_a_page_at_a_time(as_user, mesotherapy, monkeypatch):
    monkeypatch.setattr(views, "GUIDES_A_PAGE", 6)
    client, address = as_user("editor"), reverse("claims")
    add_guides(1, mesotherapy)

    def look(page=1):
        return client.get(address, {"p": page}).content.decode()

    look()  # what it finds in a draft is kept
    before = count(look)
    add_guides(7, mesotherapy)
    look()
    assert abs(count(look) - before) <= 1
    assert "Guides 1 to 6 of" in look()
    assert "Guides 7 to 12 of" in look(2)
