"""Publishes and unpublishes pages at the times that editors have set, each in a transaction of its own."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision

from content.publishing import Refused, publishing

logger = logging.getLogger(__name__)
ACTOR = "schedule"


@dataclass
class Outcome:
    """What a run has done, as titles; `refused` are titles with the reasons."""

    published: list[str] = field(default_factory=list)
    expired: list[str] = field(default_factory=list)
    refused: dict[str, list[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.published or self.expired or self.refused)


def run_schedule() -> Outcome:
    """Do what is due. Any number of workers may run this at once: each change happens exactly once.

    A refused page keeps its schedule, so that it goes live as soon as the reason is gone; its history says why it
    has not.
    """
    now, outcome = timezone.now(), Outcome()
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    for revision in due:
        page = revision.content_object
        _attempt(page, revision, outcome, partial(_publish, revision.pk, outcome))
    for page in Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk"):
        _attempt(page.specific, page.latest_revision, outcome, partial(_expire, page.pk, outcome))
    return outcome


def _attempt(page: Any, revision: Revision | None, outcome: Outcome, change: Callable[[], None]) -> None:
    try:
        change()
    except Refused as refused:
        outcome.refused[page.title] = refused.messages
        _log_refusal(page, revision, refused.messages)
    except Exception:
        # One page's fault must not hold up the others.
        logger.exception("The schedule failed for %s", page.title)
        outcome.refused[page.title] = ["Something went wrong; see the server's log."]


def _publish(pk: int, outcome: Outcome) -> None:
    with publishing(actor=ACTOR, reason="Scheduled publishing"):
        # Locked and asked once more: another worker may have been here since.
        now = timezone.now()
        revision = Revision.objects.select_for_update().filter(pk=pk, approved_go_live_at__lte=now).first()
        if revision is None:
            return
        revision.publish(log_action="wagtail.publish.scheduled")
        # If its whole time passed while no worker ran, it must not become public even for a moment.
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
    """Once for each new set of reasons: a worker asks every few seconds."""
    last = PageLogEntry.objects.filter(page=page.pk, revision=revision, action="guides.refuse").last()
    if last is None or last.data.get("reasons") != reasons:
        log(instance=page, action="guides.refuse", revision=revision, data={"reasons": reasons})
