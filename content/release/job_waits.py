"""Delays the retry of failed work, longer after each failure: it must not fill the log or delay other work."""

import time
from collections.abc import Hashable

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0


class Waits:
    """Tells which things are not to be tried yet. Belongs to one thread; after a restart everything is tried."""

    def __init__(self) -> None:
        self.until: dict[Hashable, float] = {}
        self.failures: dict[Hashable, int] = {}

    def is_waiting(self, thing: Hashable) -> bool:
        return time.monotonic() < self.until.get(thing, 0.0)

    def note_failure(self, thing: Hashable) -> float:
        """Returns the seconds until the next try."""
        failures = self.failures[thing] = self.failures.get(thing, 0) + 1
        wait = min(FIRST_WAIT * 2 ** min(failures - 1, 20), LONGEST_WAIT)
        self.until[thing] = time.monotonic() + wait
        return wait

    def note_success(self, thing: Hashable) -> None:
        self.until.pop(thing, None)
        self.failures.pop(thing, None)
