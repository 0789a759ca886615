"""Two workers, many guides that are due: each is published once, whichever worker was first.

usage: python bench/prove_schedule.py [--guides 40] [--database sqlite,postgresql]     (make prove-schedule)
"""

import argparse
import subprocess
import sys
from datetime import timedelta

from tests.support import ROOT, signing
from tests.support.ground import database, run_on


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guides", type=int, default=40)
    parser.add_argument("--database", default="sqlite,postgresql")
    options = parser.parse_args()
    run_on(options.database.split(","))
    from django.utils import timezone
    from wagtail.models import PageLogEntry

    from content.edition.models import Release
    from content.model.guides.models import GuidePage
    from content.model.outbox.models import Message

    original = GuidePage.objects.get(slug="superficial-chemical-peel")
    due = timezone.now() + timedelta(days=1)
    pages = []
    for number in range(options.guides):
        attributes = {"slug": f"due-{number}", "title": f"Due {number}", "go_live_at": due}
        copy = original.copy(update_attrs=attributes, keep_live=False)
        signing.sign(copy)
        copy.get_latest_revision().publish()
        pages.append(copy.pk)
    # As if the workers had been away for a day.
    for page in GuidePage.objects.filter(pk__in=pages):
        page.revisions.filter(approved_go_live_at__isnull=False).update(
            approved_go_live_at=timezone.now() - timedelta(days=1),
            content={
                **page.get_latest_revision().content,
                "go_live_at": (timezone.now() - timedelta(days=1)).isoformat(),
            },
        )
    before = Release.objects.count()
    worker = [sys.executable, "manage.py", "worker", "--once"]
    workers = [subprocess.Popen(worker, cwd=ROOT) for _number in range(2)]
    codes = [process.wait() for process in workers]
    published = PageLogEntry.objects.filter(page__in=pages, action="wagtail.publish.scheduled").count()
    live = GuidePage.objects.filter(pk__in=pages, live=True).count()
    releases = Release.objects.count() - before
    waiting = Message.objects.filter(topic="purge", delivered_at=None).count()
    wrong = {published, live, releases} != {options.guides} or codes != [0, 0] or waiting
    print(
        f"{database()}: {options.guides} guides due a day ago, two workers: {published} audit rows, {live} live, "
        f"{releases} releases, {waiting} messages left",
        flush=True,
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
