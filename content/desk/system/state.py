"""Finds how the product runs: its workers, what can't be delivered, what is scheduled, database and files, versions."""

import platform
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import django
import wagtail
from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, Q
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, Revision

from content.desk.launches.models import Launch
from content.edition.models import Release
from content.model.branches.models import Offering
from content.model.outbox.models import Message
from content.model.running import places
from content.model.running.models import Beat
from content.release.outbox.delivering import find_late_purges

#: A worker beats every ten seconds.
LATE = timedelta(seconds=60)
#: A lane that asks other hosts, encodes pictures or builds bundles may take long for a round.
LANE_LATE = timedelta(minutes=30)
#: A purge that waits longer lets readers see what was recalled. Most need less than a second.
PURGE_LATE = timedelta(minutes=2)
MOST_SHOWN = 50


@dataclass(frozen=True)
class Worker:
    name: str
    started_at: datetime
    beat_at: datetime
    is_late: bool
    #: Lanes that hang.
    late_lanes: list[str]


def find_workers() -> list[Worker]:
    now = timezone.now()
    return [
        Worker(
            beat.name,
            beat.started_at,
            beat.beat_at,
            now - beat.beat_at > LATE,
            sorted(lane for lane, at in beat.lanes.items() if now - datetime.fromisoformat(at) > LANE_LATE),
        )
        for beat in Beat.objects.order_by("-beat_at")
    ]


def find_failing() -> list[Message]:
    """Messages that have failed and are tried again, and those that were given up, the oldest first."""
    given_up = Q(delivered_at__isnull=False) & ~Q(last_error="")
    return list(Message.objects.filter(Q(delivered_at=None, attempts__gt=0) | given_up).order_by("pk")[:MOST_SHOWN])


def count_waiting() -> list[dict[str, Any]]:
    """How many messages of each topic are not delivered, and since when."""
    waiting = Message.objects.filter(delivered_at=None).values("topic")
    return [dict(row) for row in waiting.annotate(n=Count("pk"), since=Min("created_at")).order_by("topic")]


@dataclass(frozen=True)
class Planned:
    what: str
    count: int
    next_at: Any


def find_planned() -> list[Planned]:
    """What the worker does at set times, with the next of each."""
    rows = (
        (_("Pages to be published"), Revision.page_revisions.exclude(approved_go_live_at=None), "approved_go_live_at"),
        (_("Pages to be taken off"), Page.objects.filter(live=True).exclude(expire_at=None), "expire_at"),
        (_("Launches"), Launch.objects.filter(done_at=None).exclude(planned_at=None), "planned_at"),
        (_("Prices"), Offering.objects.exclude(next_valid_from=None), "next_valid_from"),
    )
    found = ((what, rows.aggregate(n=Count("pk"), at=Min(field))) for what, rows, field in rows)
    return [Planned(what, row["n"], row["at"]) for what, row in found]


def find_alarms() -> list[str]:
    """What somebody has to look at, as sentences without names or errors: anybody may ask for them."""
    return [*_judge_workers(), *_judge_purges(), *places.find_faults()]


def _judge_workers() -> Iterator[str]:
    alive = [worker for worker in find_workers() if not worker.is_late]
    if not alive:
        yield _("No worker runs: nothing is published on schedule, no picture is prepared, no cache is purged.")
    elif all(worker.late_lanes for worker in alive):
        yield _("Part of the worker's work hangs.")


def _judge_purges() -> Iterator[str]:
    late = find_late_purges(timezone.now() - PURGE_LATE).count()
    if late:
        sentence = ngettext(
            "%(n)d purge of the cache is not delivered: readers may see what was changed or recalled.",
            "%(n)d purges of the cache are not delivered: readers may see what was changed or recalled.",
            late,
        )
        yield sentence % {"n": late}


def describe_places() -> list[tuple[str, str]]:
    """Database and files, as names and values."""
    newest = Release.objects.order_by("-number").first()
    return [
        (_("Database"), f"{connection.display_name} {_read_database_version()}"),
        (_("Newest release"), str(newest.number) if newest else _("none")),
        (_("Files"), _("buckets") if settings.PUBLIC_BUCKET else str(settings.DATA_DIR)),
        (_("Free on the disk"), filesizeformat(shutil.disk_usage(settings.DATA_DIR).free)),
    ]


def _read_database_version() -> str:
    return ".".join(map(str, connection.get_database_version()))


def describe_versions() -> list[tuple[str, str]]:
    return [
        (_("This product"), read_version()),
        ("Wagtail", wagtail.__version__),
        ("Django", django.get_version()),
        ("Python", platform.python_version()),
    ]


@cache
def read_version() -> str:
    project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text())
    return str(project["project"]["version"])


def retry_failing() -> int:
    """Have the worker try at once what fails, and what it gave up; returns how many."""
    now = timezone.now()
    failing = Message.objects.filter(delivered_at=None, attempts__gt=0).update(due_at=now)
    given_up = Message.objects.exclude(delivered_at=None).exclude(last_error="")
    return failing + given_up.update(delivered_at=None, attempts=0, due_at=now)
