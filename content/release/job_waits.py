"""What has failed is left alone for a while, longer each time, so that it neither fills the log nor holds up others."""

import time
from collections.abc import Hashable

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0


class Waits:
    """Of many things, which are not to be tried yet. Kept by one thread of one process: after a restart all are."""

    def __init__(self) -> None:
        self.until: dict[Hashable, float] = {}
        self.failures: dict[Hashable, int] = {}

    def is_waiting(self, thing: Hashable) -> bool:
        return time.monotonic() < self.until.get(thing, 0.0)

    def note_failure(self, thing: Hashable) -> float:
        """Returns the seconds until it is to be tried again."""
        failures = self.failures[thing] = self.failures.get(thing, 0) + 1
        wait = min(FIRST_WAIT * 2 ** min(failures - 1, 20), LONGEST_WAIT)
        self.until[thing] = time.monotonic() + wait
        return wait

    def note_success(self, thing: Hashable) -> None:
        self.until.pop(thing, None)
        self.failures.pop(thing, None)
