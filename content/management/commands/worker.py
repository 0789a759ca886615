"""Do what is to be done after commits and at set times: the outbox, and scheduled publishing and expiry."""

import gc
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import Error
from django.utils import timezone

from content.desk.launches.launching import run_launches
from content.desk.notifications.digests import send_digests
from content.desk.notifications.escalating import run_escalations
from content.desk.reviews.clock import run_clock
from content.desk.search.admin_index import measure_index
from content.desk.staff import throttling
from content.model.running.joining import join
from content.model.snippets.links import check_due
from content.release import locking
from content.release.collecting import collect
from content.release.consent_expiry import end_expired
from content.release.indexing import index_stale
from content.release.job_waits import Waits
from content.release.outbox.delivering import deliver_due, prune
from content.release.scheduled_prices import put_due_in_force
from content.release.scheduling import run_schedule
from content.setup import beats
from content.setup.lanes import Job, Lane, build_registered

PRUNE_EVERY = 3600
REVIEW_EVERY = 600
DIGEST_EVERY = 60
COLLECT_EVERY = 86_400
#: Seconds in which what is under way may end before the process does: leases and transactions outlive the rest.
GRACE = 5
#: Readers come first: where the processor is short, what waits for nobody's answer waits a little longer.
NICENESS = 10


class Command(BaseCommand):
    help = "Deliver the outbox, and publish and expire on schedule. Run as many as you like; kill them as you like."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, then end.")
        parser.add_argument("--every", type=float, default=1.0, metavar="SECONDS", help="How often to look.")
        parser.add_argument("--stop-with", type=int, metavar="PID", help="End when this parent process has.")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stopped = False
        # Told, not asked for: the parent may have ended while this process was still starting.
        self.parent = options["stop_with"]
        self.name = f"{socket.gethostname()}-{os.getpid()}"
        lanes = self.build_lanes(is_once=options["once"])
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        if options["once"]:
            for lane in lanes:
                lane.go_round()
            return
        if self.is_stopping():
            return  # the parent has ended while this process was still starting
        join()
        os.nice(NICENESS)
        gc.set_threshold(700, 10, 10)  # manage.py has raised it for what begins and ends; this runs for months
        lanes.append(
            Lane("beats", [Job("beat", partial(beats.beat, self.name, timezone.now(), [*lanes]), beats.BEAT_EVERY)])
        )
        self.go_on(lanes, partial(self.wait, options["every"]))
        with suppress(Error):  # else it is forgotten tomorrow
            beats.end(self.name)

    def go_on(self, lanes: list[Lane], pause: Callable[[], bool]) -> None:
        first, *others = lanes
        threads = [threading.Thread(target=lane.go_on, args=[pause], name=lane.name, daemon=True) for lane in others]
        for thread in threads:
            thread.start()
        first.go_on(pause)
        until = time.monotonic() + GRACE
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))

    def build_lanes(self, *, is_once: bool) -> list[Lane]:
        """The first is what readers wait for; of the others each may be held up by some other host."""
        waiting: dict[int, datetime] = {}
        ending, pricing = Waits(), Waits()
        most_slow = None if is_once else 1
        links = [Job("ask for citations", lambda: check_due(), REVIEW_EVERY)] if settings.CHECK_CITATIONS else []
        return [
            Lane(
                "publishing",
                [
                    Job("launch", lambda: run_launches()),
                    Job("publish on schedule", lambda: run_schedule(waiting)),
                    Job("put prices in force", lambda: put_due_in_force(pricing)),
                    Job("look after reviews", lambda: run_clock(), REVIEW_EVERY),
                ],
            ),
            # Files of pictures may be in a bucket elsewhere.
            Lane("consents", [Job("end consents", lambda: end_expired(ending))]),
            Lane("purges", [Job("purge", lambda: self.deliver("purges"))]),
            Lane(
                "messages",
                [
                    Job("index what search lacks", lambda: index_stale(), REVIEW_EVERY),
                    Job("look after sign-offs", lambda: run_escalations(), REVIEW_EVERY),
                    Job("make digests", lambda: send_digests(), DIGEST_EVERY),
                    Job("deliver messages", lambda: self.deliver("messages")),
                    Job("prune messages", lambda: prune(), PRUNE_EVERY),
                    Job("prune settlings", lambda: locking.prune(), PRUNE_EVERY),
                    Job("prune log-ins", lambda: throttling.prune(), PRUNE_EVERY),
                    Job("measure the index of the admin's search", lambda: measure_index(), PRUNE_EVERY),
                ],
            ),
            Lane(
                "slow",
                [
                    Job("do what takes long", lambda: self.deliver("slow", most_slow=most_slow)),
                    Job("collect pictures", lambda: collect(), COLLECT_EVERY),
                ],
            ),
            Lane("links", links),
            *build_registered(),
        ]

    def deliver(self, lane: str, **limits: Any) -> None:
        deliver_due(f"{self.name}-{lane}", stopping=self.is_stopping, lane=lane, **limits)

    def stop(self, *args: Any) -> None:
        self.stopped = True

    def is_stopping(self) -> bool:
        return self.stopped or (self.parent is not None and os.getppid() != self.parent)

    def wait(self, seconds: float) -> bool:
        """Whether it is time to stop."""
        until = time.monotonic() + seconds
        while not self.is_stopping() and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.1))
        return self.is_stopping()
