"""The admin's lists cost the same number of queries however much there is in them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from content.desk.claims import views
from content.desk.dashboard.tasks import find_tasks
from content.edition.models import Current, Edition
from content.model.guides.models import GuidePage

pytestmark = pytest.mark.django_db


def make_stale(number: int, mesotherapy: GuidePage) -> None:
    """So many guides whose Hindi page is older than the English one, as rows: nothing of them is compiled."""
    current = Current.objects.select_related("edition").get(
        kind="guide", subject=mesotherapy.translation_key, locale="en"
    )
    hindi = GuidePage.objects.get(translation_key=mesotherapy.translation_key, locale__language_code="hi")
    made = []
    for _one in range(number):
        key = uuid4()
        for page, age in ((mesotherapy, 0), (hindi, 1)):
            new = GuidePage(
                title=f"Stale {key}", slug=f"stale-{key}", translation_key=key, locale=page.locale, live=False
            )
            page.get_parent().add_child(instance=new).save_revision(clean=False)
            made.append((new.pk, timezone.now() - timedelta(days=age)))
        edition = Edition.objects.get(pk=current.edition_id)
        edition.pk, edition.subject = None, key
        edition.save()
        row = Current.objects.get(pk=current.pk)
        row.pk, row.subject, row.slug, row.edition = None, key, f"stale-{key}", edition
        row.save()
    for pk, moment in made:
        GuidePage.objects.filter(pk=pk).update(live=True, last_published_at=moment)


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
        return sum("its source has changed in Overview, Mechanism" in task.message for task in find_tasks(editor))

    make_stale(1, mesotherapy)
    look()
    one = count(look)
    assert tell() == 1
    make_stale(7, mesotherapy)
    assert tell() == 8
    assert count(look) == one
    assert one < 80


def test_the_report_of_claims_costs_the_same_and_comes_a_page_at_a_time(as_user, mesotherapy, monkeypatch):
    monkeypatch.setattr(views, "GUIDES_A_PAGE", 6)
    client, address = as_user("editor"), reverse("claims")
    make_stale(1, mesotherapy)

    def look(page=1):
        return client.get(address, {"p": page}).content.decode()

    look()  # what it finds in a draft is kept
    before = count(look)
    make_stale(7, mesotherapy)
    look()
    assert abs(count(look) - before) <= 1
    assert "Guides 1 to 6 of" in look()
    assert "Guides 7 to 12 of" in look(2)
