"""When the next review falls due."""

from datetime import date

import pytest

from content.model.group.models import GroupSettings
from content.model.guides.models import GuidePage
from content.model.guides.reviewing import add_months
from tests.support.guide_forms import edit


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2026, 11, 25), 12, date(2027, 11, 25)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
    ],
)
def test_months_are_added_within_the_calendar(day, months, due):
    assert add_months(day, months) == due


@pytest.mark.django_db
def test_it_is_reckoned_by_the_groups_policy_unless_a_day_is_set(as_user, peel):
    GroupSettings.objects.update(review_months=6)
    edit(as_user("admin"), peel, last_reviewed="2026-11-20", next_review="")
    assert GuidePage.objects.get(pk=peel.pk).next_review == date(2027, 5, 20)
    edit(as_user("admin"), peel, last_reviewed="2026-11-20", next_review="2026-12-24")
    assert GuidePage.objects.get(pk=peel.pk).next_review == date(2026, 12, 24)


@pytest.mark.django_db
def test_without_a_review_there_is_no_next_one(as_user, peel):
    edit(as_user("admin"), peel, last_reviewed="", next_review="")
    assert GuidePage.objects.get(pk=peel.pk).next_review is None
