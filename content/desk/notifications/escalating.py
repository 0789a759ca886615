"""Tells others of sign-offs that are overdue: the other clinicians, and as long again later the publishers."""

import logging
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import TaskState

from content.approval.signoff.tasks import ClinicalSignOff
from content.desk.notifications.kinds import NoticeKind
from content.desk.notifications.models import Escalation, Step
from content.desk.notifications.people import find_first_signers, find_publishers, find_signers
from content.desk.notifications.telling import tell
from content.model.days import today
from content.model.group.models import GroupSettings

logger = logging.getLogger(__name__)

#: Saturday and Sunday.
WEEKEND = {5, 6}


def count_working_days(since: date, until: date) -> int:
    """Days from Monday to Friday after `since`, up to and with `until`."""
    days = (since + timedelta(days=n) for n in range(1, (until - since).days + 1))
    return sum(day.weekday() not in WEEKEND for day in days)


def run_escalations() -> int:
    """Make each escalation that is due, once; returns how many. Safe to repeat, and for many workers."""
    group = GroupSettings.objects.first() or GroupSettings()
    if not group.sign_off_days:
        return 0
    after = {step: group.sign_off_days * times for times, step in enumerate(Step, start=1)}
    return sum(_try_escalation(state, step) for step, days in after.items() for state in _find_overdue(step, days))


def _find_overdue(step: Step, days: int) -> list[TaskState]:
    waiting = TaskState.objects.filter(
        task__in=ClinicalSignOff.objects.all(),
        status=TaskState.STATUS_IN_PROGRESS,
        started_at__lte=timezone.now() - timedelta(days=days),
    )
    told = Escalation.objects.filter(step=step).values("task_state")
    states = waiting.exclude(pk__in=told).select_related("workflow_state").order_by("started_at", "pk")
    return [state for state in states if count_working_days(_find_start(state), today()) >= days]


def _find_start(state: TaskState) -> date:
    return timezone.localdate(state.started_at, timezone.get_default_timezone())


def _try_escalation(state: TaskState, step: Step) -> bool:
    """What fails for one page holds up no other's."""
    try:
        return _escalate(state, step)
    except Exception:
        logger.exception("Task %d is overdue, and nobody can be told", state.pk)
        return False


def _escalate(state: TaskState, step: Step) -> bool:
    page: Any = state.workflow_state.content_object.specific
    if step == Step.CLINICIANS:
        signers = find_signers(state)
        first = find_first_signers(page, signers)
        # Where all of them were asked at first, all are asked again.
        people = [one for one in signers if one not in first] or signers
    else:
        people = list(find_publishers(page))
    with transaction.atomic():
        _row, is_new = Escalation.objects.get_or_create(task_state=state, step=step)
        if is_new:
            tell(people, NoticeKind.OVERDUE, page=page, task=state.pk, since=_find_start(state).isoformat())
    return is_new
