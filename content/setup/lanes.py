"""What a worker does again and again: jobs, each of which fails alone, in lanes, none of which waits for another.

A lane is a thread with a connection of its own. What asks other hosts is never in the lane that publishes.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db import close_old_connections
from django.utils import timezone

from cms.outages import DATABASE, note_trouble
from content.model.registering import add
from content.release.job_waits import Waits
from content.setup.turns import being_alone

logger = logging.getLogger(__name__)


@dataclass
class Job:
    """`every`: seconds between two times that it is done. One that has failed has times of its own."""

    name: str
    do: Callable[[], Any]
    every: float = 0.0
    next_at: float = 0.0
    waits: Waits = field(default_factory=Waits)

    def do_if_due(self) -> None:
        if time.monotonic() < self.next_at or self.waits.is_waiting(self.name):
            return
        try:
            self.do()
        except Exception as error:
            # Such as the database, which may be away for a while: the worker outlives that.
            wait = self.waits.note_failure(self.name)
            if not note_trouble(error):
                logger.exception("The worker's job “%s” failed; again in %d s", self.name, wait)
        else:
            DATABASE.end()
            self.waits.note_success(self.name)
            self.next_at = time.monotonic() + self.every


#: Name -> what other parts of the product have a worker do, each in a lane of its own.
_registered: dict[str, Callable[[], Any]] = {}


def register_work(name: str, do: Callable[[], Any]) -> None:
    """For the work of `api/`, which content knows nothing of: `cms/apps.py` registers it when the project starts.

    One worker does it at a time; the others look again the next time.
    """
    add(_registered, name, do)


def build_registered() -> list["Lane"]:
    return [Lane(name, [Job(name, partial(_do_alone, name, do))]) for name, do in _registered.items()]


def _do_alone(name: str, do: Callable[[], Any]) -> None:
    with being_alone(name) as is_alone:
        if is_alone:
            do()


@dataclass
class Lane:
    name: str
    jobs: list[Job]
    rounded_at: datetime = field(default_factory=timezone.now)

    def go_round(self) -> None:
        for job in self.jobs:
            job.do_if_due()
        self.rounded_at = timezone.now()

    def go_on(self, pause: Callable[[], bool]) -> None:
        """Until `pause`, which waits a little, says that it is time to stop."""
        while True:
            self.go_round()
            close_old_connections()
            if pause():
                return
