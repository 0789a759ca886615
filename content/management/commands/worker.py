"""Do what is to be done after commits and at set times: the outbox, and scheduled publishing and expiry."""

import logging
import os
import signal
import socket
import time
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from content.consent.ending import end_expired
from content.editions.collecting import collect
from content.launches.launching import run_launches
from content.outbox.delivering import deliver_due, prune
from content.reviews.clock import run_clock
from content.scheduling import run_schedule
from content.snippets.links import check_due
from content.staff import throttling

logger = logging.getLogger(__name__)
PRUNE_EVERY = 3600
REVIEW_EVERY = 600
COLLECT_EVERY = 86_400


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
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        pruned_at = reviewed_at = collected_at = 0.0
        waiting: dict[int, datetime] = {}
        while not self.is_stopping():
            try:
                end_expired()
                if time.monotonic() - reviewed_at > REVIEW_EVERY or not reviewed_at:
                    run_clock()
                    if settings.CHECK_CITATIONS:
                        check_due()
                    reviewed_at = time.monotonic()
                run_launches()
                run_schedule(waiting)
                deliver_due(self.name, stopping=self.is_stopping, most_slow=None if options["once"] else 1)
                if time.monotonic() - pruned_at > PRUNE_EVERY or not pruned_at:
                    prune()
                    throttling.prune()
                    pruned_at = time.monotonic()
                if time.monotonic() - collected_at > COLLECT_EVERY or not collected_at:
                    collect()
                    collected_at = time.monotonic()
            except Exception:
                # The database may be away for a while: the worker outlives that.
                logger.exception("The worker failed and goes on")
            if options["once"]:
                return
            close_old_connections()
            self.wait(options["every"])

    def stop(self, *args: Any) -> None:
        self.stopped = True

    def is_stopping(self) -> bool:
        return self.stopped or (self.parent is not None and os.getppid() != self.parent)

    def wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.is_stopping() and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.1))
