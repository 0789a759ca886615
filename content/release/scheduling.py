"""Publishes and unpublishes pages at the times that editors have set, each in its own transaction."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision

from content.model.publishing import Refused, publishing

logger = logging.getLogger(__name__)
ACTOR = "schedule"
RETRY = timedelta(minutes=1)


@dataclass
class Outcome:
    """What a run has done, as page titles. `refused`: title -> reasons."""

    published: list[str] = field(default_factory=list)
    expired: list[str] = field(default_factory=list)
    refused: dict[str, list[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.published or self.expired or self.refused)


def run_schedule(waiting: dict[int, datetime] | None = None) -> Outcome:
    """Publish and unpublish the pages that are due. Many workers may run this: each change happens exactly once.

    A refused page keeps its schedule and is retried until it can go live. Its history says why it was refused.
    A caller that runs this repeatedly passes the same `waiting` (page -> time of the next try), so that a refused page
    is compiled only once per RETRY.
    """
    now, outcome = timezone.now(), Outcome()
    waiting = {} if waiting is None else waiting
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    for revision in due:
        if not _is_waiting(int(revision.object_id), waiting, now):
            page = revision.content_object
            _attempt(page, revision, outcome, waiting, partial(_publish, revision.pk, outcome))
    for page in Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk"):
        if not _is_waiting(page.pk, waiting, now):
            _attempt(page.specific, page.latest_revision, outcome, waiting, partial(_expire, page.pk, outcome))
    return outcome


def _is_waiting(page: int, waiting: dict[int, datetime], now: datetime) -> bool:
    # The upper bound: a clock that was set back must not prolong the wait.
    return page in waiting and now < waiting[page] <= now + RETRY


def _attempt(
    page: Any,
    revision: Revision | None,
    outcome: Outcome,
    waiting: dict[int, datetime],
    change: Callable[[], None],
) -> None:
    waiting[page.pk] = timezone.now() + RETRY
    try:
        change()
        del waiting[page.pk]
    except (Refused, ValidationError) as refused:  # Wagtail validates the page: a sibling may have its slug by now
        outcome.refused[page.title] = refused.messages
        _log_refusal(page, revision, refused.messages)
    except Exception:
        # One faulty page must not stop the others.
        logger.exception("The schedule failed for %s", page.title)
        outcome.refused[page.title] = ["Something went wrong; see the server's log."]


def _publish(pk: int, outcome: Outcome) -> None:
    with publishing(actor=ACTOR, reason="Scheduled publishing"):
        # Locked and checked again: another worker may have published it.
        now = timezone.now()
        revision = Revision.objects.select_for_update().filter(pk=pk, approved_go_live_at__lte=now).first()
        if revision is None:
            return
        revision.publish(log_action="wagtail.publish.scheduled")
        # If no worker ran until its expiry, it must not become public even for a moment.
        expired = _unpublish(revision.object_id)
    outcome.published.append(revision.object_str)
    outcome.expired += expired


def _expire(pk: int, outcome: Outcome) -> None:
    with publishing(actor=ACTOR, reason="Scheduled expiry"):
        expired = _unpublish(pk)
    outcome.expired += expired


def _unpublish(pk: Any) -> list[str]:
    page = Page.objects.select_for_update().filter(pk=pk, live=True, expire_at__lte=timezone.now()).first()
    if page is None:
        return []
    page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return [page.title]


def _log_refusal(page: Any, revision: Revision | None, reasons: list[str]) -> None:
    """Log a refusal only if its reasons are new: many workers retry often. It commits with the notices about it."""
    with transaction.atomic():
        list(Page.objects.select_for_update(no_key=True).filter(pk=page.pk).values_list("pk"))
        last = PageLogEntry.objects.filter(page=page.pk, revision=revision, action="guides.refuse").last()
        if last is None or last.data.get("reasons") != reasons:
            log(instance=page, action="guides.refuse", revision=revision, data={"reasons": reasons})
