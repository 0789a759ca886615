"""Two workers, many guides that are due: each is published once, whichever worker was first.

usage: python bench/prove_schedule.py [--guides 40] [--database sqlite,postgresql]     (make prove-schedule)
"""

import argparse
import subprocess
import sys
from datetime import timedelta

from tests.support import ROOT, signing
from tests.support.ground import database, run_on


def plan(count: int) -> list[int]:
    """So many signed copies of a guide, which are due in a day."""
    from django.utils import timezone

    from content.model.guides.models import GuidePage

    original = GuidePage.objects.get(slug="superficial-chemical-peel")
    due, pages = timezone.now() + timedelta(days=1), []
    for number in range(count):
        attributes = {"slug": f"due-{number}", "title": f"Due {number}", "go_live_at": due}
        copy = original.copy(update_attrs=attributes, keep_live=False)
        signing.sign(copy)
        copy.get_latest_revision().publish()
        pages.append(copy.pk)
    return pages


def make_due(pages: list[int]) -> None:
    """As if the workers had been away for a day."""
    from django.utils import timezone

    from content.model.guides.models import GuidePage

    due = timezone.now() - timedelta(days=1)
    for page in GuidePage.objects.filter(pk__in=pages):
        content = {**page.get_latest_revision().content, "go_live_at": due.isoformat()}
        page.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=due, content=content)


def count(pages: list[int]) -> dict[str, int]:
    from wagtail.models import PageLogEntry

    from content.edition.models import Release
    from content.model.guides.models import GuidePage
    from content.model.outbox.models import Message

    return {
        "audit rows": PageLogEntry.objects.filter(page__in=pages, action="wagtail.publish.scheduled").count(),
        "live": GuidePage.objects.filter(pk__in=pages, live=True).count(),
        "releases": Release.objects.count(),
        "messages left": Message.objects.filter(topic="purge", delivered_at=None).count(),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guides", type=int, default=40)
    parser.add_argument("--database", default="sqlite,postgresql")
    options = parser.parse_args()
    run_on(options.database.split(","))
    pages = plan(options.guides)
    make_due(pages)
    before = count(pages)["releases"]
    worker = [sys.executable, "manage.py", "worker", "--once"]
    workers = [subprocess.Popen(worker, cwd=ROOT) for _number in range(2)]
    codes = [process.wait() for process in workers]
    found = count(pages)
    found["releases"] -= before
    said = ", ".join(f"{number} {name}" for name, number in found.items())
    print(f"{database()}: {options.guides} guides due a day ago, two workers: {said}", flush=True)
    left = found.pop("messages left")
    return 1 if set(found.values()) != {options.guides} or codes != [0, 0] or left else 0


if __name__ == "__main__":
    sys.exit(main())
