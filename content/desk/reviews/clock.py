"""Sends notices about due reviews, and withdraws guides that nobody reviews, if the group's settings say so.

next_review - 30 days: soon; next_review: due; withdrawal - 14 days: announced; next_review + grace: withdrawn
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from content.desk.notifications.kinds import NoticeKind
from content.desk.notifications.people import find_keepers
from content.desk.notifications.telling import tell
from content.desk.reviews.models import ReviewReminder, Stage
from content.model.days import today
from content.model.group.models import GroupSettings
from content.model.guides.models import GuidePage
from content.model.notices.models import Withdrawal
from content.model.publishing import Refused, publishing
from content.release.scheduling import ACTOR

logger = logging.getLogger(__name__)
AHEAD, ANNOUNCED = timedelta(days=30), timedelta(days=14)


@dataclass(frozen=True)
class Clock:
    """The state of one public guide's review. `grace`: days until it is withdrawn; None: never."""

    page: GuidePage
    today: date
    grace: int | None

    @property
    def due(self) -> date:
        assert self.page.next_review
        return self.page.next_review

    @property
    def withdrawal(self) -> date | None:
        """The first day on which it may be withdrawn."""
        return None if self.grace is None else self.due + timedelta(days=self.grace)

    @property
    def stage(self) -> Stage | None:
        """The latest stage that was reached; None if there is none yet."""
        if self.withdrawal and self.today >= max(self.due, self.withdrawal - ANNOUNCED):
            return Stage.WITHDRAWAL
        if self.today >= self.due:
            return Stage.DUE
        return Stage.SOON if self.today >= self.due - AHEAD else None


def find_clocks(guides: Any) -> list[Clock]:
    """Clocks for the live guides among these that have a next review, the earliest first."""
    day, grace = today(), (GroupSettings.objects.first() or GroupSettings()).withdraw_after_days
    pages = guides.live().filter(next_review__isnull=False).select_related("locale", "reviewer__account")
    return [Clock(page, day, grace) for page in pages.order_by("next_review", "pk")]


def run_clock() -> int:
    """Send each notice once, and withdraw guides that were not reviewed in time. Safe to repeat.

    Returns how many notices and withdrawals there were. Each has its own transaction, so a failure stops no other.
    """
    done = 0
    for clock in find_clocks(GuidePage.objects.filter(next_review__lte=today() + AHEAD)):  # no stage begins earlier
        try:
            done += _withdraw(clock) if _is_over(clock) else _remind(clock)
        except Refused as refused:
            logger.warning("%s can't be withdrawn: %s", clock.page, refused)
        except Exception:
            logger.exception("The review of %s can't be looked after", clock.page)
    return done


def _key(clock: Clock) -> dict[str, Any]:
    page = clock.page
    return {"guide": page.translation_key, "locale": page.locale.language_code, "due": clock.due}


def _find_told(clock: Clock, stage: Stage) -> date | None:
    """The day on which the notice of this stage was sent; None if it was not."""
    sent_at = ReviewReminder.objects.filter(**_key(clock), stage=stage).values_list("sent_at", flat=True).first()
    return sent_at and _day_of(sent_at)


def _day_of(moment: datetime) -> date:
    return timezone.localdate(moment, timezone.get_default_timezone())


def _is_over(clock: Clock) -> bool:
    day = find_withdrawal(clock)
    return day is not None and clock.today >= day


def find_withdrawal(clock: Clock) -> date | None:
    """The day on which the guide is withdrawn if nobody reviews it; None: never.

    At least 14 days after the announcement. So it is in the future until that was sent, even if the setting is new or
    no worker has run.
    """
    return clock.withdrawal and _put_off(clock, clock.withdrawal, _find_told(clock, Stage.WITHDRAWAL))


def _put_off(clock: Clock, day: date, told: date | None) -> date:
    announced = told or max(clock.today, day - ANNOUNCED)
    return max(day, announced + ANNOUNCED)


def find_withdrawals(guides: Any) -> list[tuple[GuidePage, date]]:
    """The guides among these whose withdrawal was announced, with the day of the withdrawal."""
    told = ReviewReminder.objects.filter(
        stage=Stage.WITHDRAWAL,
        guide=OuterRef("translation_key"),
        locale=OuterRef("locale__language_code"),
        due=OuterRef("next_review"),
    )
    if (GroupSettings.objects.first() or GroupSettings()).withdraw_after_days is None:
        return []
    due = guides.filter(next_review__lte=today())  # a withdrawal is announced on the day of the review or later
    clocks = find_clocks(due.annotate(told_at=Subquery(told.values("sent_at")[:1])).filter(told_at__isnull=False))
    return [
        (clock.page, _put_off(clock, clock.withdrawal, _day_of(clock.page.told_at)))
        for clock in clocks
        if clock.withdrawal
    ]


def _remind(clock: Clock) -> int:
    stage = clock.stage
    if stage is None or _find_told(clock, stage):
        return 0
    with publishing(actor=ACTOR, reason="Review"):
        _row, is_new = ReviewReminder.objects.get_or_create(**_key(clock), stage=stage)
        if is_new:
            days = {"due": clock.due, "withdrawal": find_withdrawal(clock)}
            told = {name: day.isoformat() for name, day in days.items() if day}
            tell(find_keepers(clock.page), NoticeKind.REVIEW, page=clock.page, stage=stage.value, days=told)
    return int(is_new)


def _withdraw(clock: Clock) -> int:
    page, locale = clock.page, clock.page.locale.language_code
    with publishing(actor=ACTOR, reason="Its review is overdue"):
        if not GuidePage.objects.select_for_update().filter(pk=page.pk, live=True, next_review=clock.due).exists():
            return 0
        with override(locale):
            words = {"reason": _("Its medical review is overdue. It will return once it has been reviewed.")}
        Withdrawal.objects.update_or_create(subject=page.translation_key, locale=locale, defaults=words)
        page.unpublish(log_action="wagtail.unpublish.scheduled")
    return 1
