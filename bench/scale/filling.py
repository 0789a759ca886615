"""Fills a site in bulk, step by step, so that a run that was ended goes on where it was."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from wagtail.models import Page, Revision

from bench.scale import branches, families
from bench.scale.originals import complete
from bench.scale.rows import reset_sequences
from content.edition.models import Current, Edition


class Progress:
    """How far something is, on stderr: in place on a terminal, else a line for every tenth."""

    def __init__(self, what: str, total: int) -> None:
        self.what, self.total, self.began, self.told = what, total, time.monotonic(), -1

    def tell(self, done: int) -> None:
        tenth = done * 10 // max(self.total, 1)
        seconds = time.monotonic() - self.began
        line = f"{self.what}: {done:,} of {self.total:,}, {seconds:.0f} s"
        if sys.stderr.isatty():
            print(f"\r{line}", end="\n" if done >= self.total else "", file=sys.stderr, flush=True)
        elif tenth != self.told:
            print(line, file=sys.stderr, flush=True)
        self.told = tenth


@contextmanager
def hurrying() -> Iterator[None]:
    """A power cut may take the last rows: the run would be begun anew then."""
    statement = {"sqlite": "PRAGMA synchronous = OFF", "postgresql": "SET synchronous_commit = off"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement)
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")  # as autovacuum would do within minutes


def fill_guides(guides: int) -> None:
    have, wanted = families.count_families(), -(-guides // 4)
    originals, progress = families.read_originals(), Progress("guides", guides)
    for first in range(have, wanted, families.MANY):
        families.copy_families(originals, range(first, min(first + families.MANY, wanted)))
        progress.tell(min(first + families.MANY, wanted) * 4)


def fill_offerings(every: int) -> None:
    progress = Progress("offerings", 0)
    for done, progress.total in branches.offer(every):
        progress.tell(done)


def fill(guides: int, branches_wanted: int, every: int) -> None:
    """So many guides, each in every language, and branches, each of which offers one guide in `every`."""
    complete()
    with hurrying():
        branches.copy_branches(branches_wanted)
        fill_guides(guides)
        fill_offerings(every)
        reset_sequences(Page, Revision, Edition, Current)
