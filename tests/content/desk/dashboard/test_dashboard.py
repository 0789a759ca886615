"""The admin's first page: what waits for whom, what is planned, what is covered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content.desk.dashboard.coverage import Cover, build_coverage
from content.desk.dashboard.planned import find_planned
from content.desk.dashboard.tasks import find_tasks
from content.edition.models import Current
from content.model.branches.models import Offering
from content.model.guides.models import GuidePage
from content.model.publishing import mark, publishing
from content.model.snippets.models import Category, Clinician
from tests.support import signing
from tests.support.pictures import make_consent

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def users(django_user_model):
    return {user.username: user for user in django_user_model.objects.all()}


def messages(user) -> list[str]:
    return [task.message for task in find_tasks(user)]


def set_review(page: GuidePage, days: int) -> None:
    GuidePage.objects.filter(pk=page.pk).update(next_review=TODAY + timedelta(days=days))


def test_an_overdue_review_stands_first_for_those_who_may_edit(users, peel, mesotherapy):
    GuidePage.objects.update(next_review=TODAY + timedelta(days=99))
    set_review(peel, -1)
    set_review(mesotherapy, 30)
    assert messages(users["editor"])[0] == "The review of 1 guide is overdue"
    assert "The review of 1 guide is due soon" in messages(users["editor"])
    assert messages(users["mumbai"]) == []


def test_the_link_of_a_task_opens_for_whoever_is_shown_it(as_user, users, peel):
    set_review(peel, -1)
    make_consent(expires_on=TODAY + timedelta(days=5))
    tasks = find_tasks(users["editor"])
    assert len(tasks) >= 2
    for task in tasks:
        assert as_user("editor").get(task.address).status_code == 200, task


def test_a_translation_older_than_its_source_is_named_once(users, mesotherapy):
    mesotherapy.summary = "Changed in the source."
    signing.publish(mesotherapy)
    found = [message for message in messages(users["editor"]) if "source has changed" in message]
    assert found == ["“बालों के लिए मेसोथेरेपी” (हिन्दी) is out of date: the source has changed in “Overview”"]


def test_consents_that_end_soon_are_counted_and_ended_ones_are_not(users):
    before = messages(users["editor"])
    make_consent(expires_on=TODAY + timedelta(days=5))
    make_consent(reference="F-2", expires_on=TODAY + timedelta(days=90))
    make_consent(reference="F-3", expires_on=TODAY - timedelta(days=1))
    new = set(messages(users["editor"])) - set(before)
    assert new == {"1 patient consent ends soon: its pictures will be removed from every guide"}


def test_what_goes_out_and_comes_off_by_itself_is_planned(users, peel, mesotherapy):
    now = timezone.now()
    peel.go_live_at = now + timedelta(days=2)
    signing.publish(peel)
    mesotherapy.expire_at = now + timedelta(days=1)
    signing.publish(mesotherapy)
    planned = find_planned(users["editor"])
    assert [(one.page.slug, one.goes_out) for one in planned] == [(mesotherapy.slug, False), (peel.slug, True)]
    assert find_planned(users["mumbai"]) == []


def test_coverage_says_what_is_where(peel, mesotherapy, django_assert_num_queries):
    Offering.objects.filter(guide=peel).delete()
    mesotherapy.summary = "Changed."
    signing.publish(mesotherapy)
    with django_assert_num_queries(6):
        coverage = build_coverage()
    rows = {row.title: row for row in coverage.rows}
    assert rows["Mesotherapy for hair"].locales == [Cover.LIVE, Cover.STALE, Cover.NONE]
    assert rows["Superficial chemical peel"].locales == [Cover.LIVE, Cover.NONE, Cover.NONE]
    assert set(rows["Superficial chemical peel"].branches) == {Cover.NOT_OFFERED}
    assert Cover.OFFERED in rows["Mesotherapy for hair"].branches


@pytest.mark.parametrize(("name", "covers"), [("editor", True), ("mumbai", False), ("reviewer", False)])
def test_the_first_page_is_useful_to_each_role(as_user, name, covers):
    html = as_user(name).get("/admin/").content.decode()
    assert "Your tasks" in html
    assert ("Coverage" in html) == ("New guide" in html) == covers


def test_what_is_held_is_told_to_those_who_may_publish_it_with_the_reason(as_user, users, peel):
    offering = Offering.objects.filter(branch__slug="mumbai", practitioner__isnull=False).first()
    Clinician.objects.filter(pk__in=[peel.reviewer_id, offering.practitioner_id]).update(role="Painless dermatologist")
    Category.objects.filter(name="Hair", locale__language_code="en").update(name="Miracle hair")
    skin = Category.objects.get(pk=peel.category_id)
    skin.name = "Another name"
    with publishing():
        skin.save()
        mark("offering", offering.pk)
    held = set(Current.objects.filter(is_held=True).values_list("kind", flat=True))
    assert held >= {"guide", "offering", "vocabulary"}
    for name in ("publisher", "admin"):
        told = [task for task in find_tasks(users[name]) if "older version than the one published" in task.message]
        assert any(f"{peel.title}: “Painless” must not be published" in task.message for task in told)
        assert any("“Miracle” must not be published" in task.message for task in told)
        assert any(f"{offering}: “Painless”" in task.message for task in told)
        assert {as_user(name).get(task.address).status_code for task in told} == {200}
    assert not any(peel.title in message or "Miracle" in message for message in messages(users["editor"]))
