"""Kill a publisher at random moments, and see whether all that a publication writes still agrees.

usage: python bench/prove_kill.py [--times 500] [--seed 1] [--database sqlite,postgresql]     (make prove-kill)

A child process publishes one guide again and again; it is killed (SIGKILL) after a random time, and the revision,
the page, the API's answer, current, edition, release, audit row and outbox are compared. The same killer on a page
of Wagtail's own kind, without our transaction, gives the figure beside ours.
"""

import argparse
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable

from bench import signing
from bench.ground import database, run_on

ANSWER = "/api/v1/guides/superficial-chemical-peel/"


def publish_for_ever(find_page: Callable, user_pk: int) -> None:
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.get(pk=user_pk)
    while True:
        page = find_page()
        page.title = f"Title {time.monotonic_ns()}"
        signing.publish(page, user=user)


def kill_one(find_page: Callable, user_pk: int, wait: float) -> None:
    """Fork a publisher, let it work for `wait` seconds, kill it, and wait until it is gone."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            publish_for_ever(find_page, user_pk)
        finally:
            os._exit(1)
    time.sleep(wait)
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise SystemExit("The publisher ended by itself: its error stands above.")


class Ours:
    """The guide: everything that one publication writes, compared."""

    def __init__(self) -> None:
        self.base = self.count()

    def find_page(self):
        from content.guides.models import GuidePage

        return GuidePage.objects.get(slug="superficial-chemical-peel")

    def count(self) -> dict[str, int]:
        from wagtail.models import PageLogEntry

        from content.editions.models import Edition, Release
        from content.outbox.models import Message

        page = self.find_page()
        return {
            "releases": Release.objects.count(),
            "editions": Edition.objects.filter(subject=page.translation_key).count(),
            "audit rows": PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish").count(),
            "outbox": Message.objects.filter(topic="purge").count(),
        }

    def find_violations(self) -> list[str]:
        from django.db import connection, transaction
        from django.test import Client
        from wagtail.models import PageLogEntry

        from content.editions.models import Current, Release
        from content.outbox.models import Message

        with transaction.atomic():
            if connection.vendor == "postgresql":
                connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            page = self.find_page()
            made = {name: number - self.base[name] for name, number in self.count().items()}
            current = Current.objects.select_related("edition").get(subject=page.translation_key)
            numbers = list(Release.objects.order_by("number").values_list("number", flat=True))
            answer = Client().get(ANSWER).json()
            titles = {
                "page": page.title,
                "live revision": page.live_revision.content["title"] if page.live_revision else page.title,
                "edition": json.loads(bytes(current.edition.body))["title"],
                "API": answer["title"],
            }
            newest = current.edition.release_id
            checks = {
                f"as many of each: {made}": len(set(made.values())) == 1,
                f"one title: {titles}": len(set(titles.values())) == 1,
                "releases without a gap": numbers == list(range(1, len(numbers) + 1)),
                "the newest release is current": made["releases"] == 0 or newest == numbers[-1] == current.release_id,
                "the API gives the current version": answer["version"] == current.edition.version,
                "the edition names the revision": current.edition.provenance["revision"] == page.live_revision_id,
                "the revision has its audit row": made["releases"] == 0
                or PageLogEntry.objects.filter(revision=page.live_revision_id, action="wagtail.publish").exists(),
                "the release has its purge": made["releases"] == 0
                or Message.objects.filter(topic="purge", payload__release=numbers[-1]).exists(),
            }
        return [name for name, holds in checks.items() if not holds]


class Plain:
    """A page of Wagtail's own kind: live with words that no audit row tells of, or not."""

    def __init__(self) -> None:
        from wagtail.models import Page

        root = Page.get_first_root_node()
        self.pk = root.add_child(instance=Page(title="Plain", slug="plain")).pk

    def find_page(self):
        from wagtail.models import Page

        return Page.objects.get(pk=self.pk)

    def find_violations(self) -> list[str]:
        from wagtail.models import PageLogEntry

        page = self.find_page()
        if page.live_revision_id is None:
            return []
        audited = PageLogEntry.objects.filter(revision=page.live_revision_id, action="wagtail.publish").exists()
        return [] if audited else ["live without an audit row"]


def run(subject, times: int, chance: random.Random) -> tuple[int, int]:
    """Kill so often; returns how many kills left something torn, and how many publications were made."""
    from django.contrib.auth import get_user_model

    user_pk = get_user_model().objects.get(username="admin").pk
    torn = 0
    for number in range(times):
        kill_one(subject.find_page, user_pk, chance.uniform(0.02, 0.25))
        violations = subject.find_violations()
        torn += bool(violations)
        if violations and isinstance(subject, Ours):
            print(f"  kill {number + 1}: {violations}", flush=True)
        if sys.stderr.isatty():
            print(f"\r{number + 1}/{times}", end="", file=sys.stderr)
    revisions = subject.find_page().revisions.count()
    return torn, revisions


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=500)
    parser.add_argument("--plain-times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="sqlite,postgresql")
    options = parser.parse_args()
    run_on(options.database.split(","))
    from django.conf import settings

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    chance = random.Random(options.seed)
    torn, revisions = run(Ours(), options.times, chance)
    plainly, _revisions = run(Plain(), options.plain_times, chance) if options.plain_times else (0, 0)
    print(
        f"{database()}, seed {options.seed}: {torn} of {options.times} kills left a guide torn "
        f"({revisions} revisions); plain Wagtail page: {plainly} of {options.plain_times}",
        flush=True,
    )
    return 1 if torn else 0


if __name__ == "__main__":
    sys.exit(main())
