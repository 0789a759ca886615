"""When a guide's next review is due."""

from calendar import monthrange
from datetime import date

from content.model.group.models import GroupSettings


def find_next_review(last: date) -> date:
    """The day of the next review, by the group's settings."""
    group = GroupSettings.objects.first() or GroupSettings()
    return add_months(last, group.review_months)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
