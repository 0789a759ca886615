"""Kill a publisher at random moments, and see whether all that a publication writes still agrees.

usage: python bench/prove_kill.py [--times 500] [--door-times 125] [--seed 1] [--database sqlite,postgresql]
       (make prove-kill)

A child process publishes one guide again and again; it is killed (SIGKILL) after a random time, and the revision,
the page, the API's answer, current, edition, release, audit row and outbox are compared. The same killer on a page
of Wagtail's own kind, without our transaction, gives the figure beside ours. And on whoever goes through other doors:
two changes in one transaction, deleting the source of a translation, translating a branch, the preview of a launch.
"""

import argparse
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable

from tests.support import signing
from tests.support.ground import database, run_on

CANARY = "CANARY-5b2d"
ANSWER = "/api/v1/guides/superficial-chemical-peel/"


def publish_for_ever(find_page: Callable) -> None:
    while True:
        publish_once(find_page)


def publish_once(find_page: Callable) -> float:
    """How many seconds it took."""
    began = time.monotonic()
    page = find_page()
    page.title = f"Title {time.monotonic_ns()}"
    signing.publish(page, user=find_admin())
    return time.monotonic() - began


def kill_one(work: Callable[[], None], wait: float) -> None:
    """Fork somebody who works for ever, kill them after `wait` seconds, and wait until they are gone."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(1)
    time.sleep(wait)
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise SystemExit("The publisher ended by itself: its error stands above.")


class Ours:
    """The guide: everything that one publication writes, compared."""

    #: Seconds that somebody works for at most before they are killed: in which they could publish three times.
    longest = 0.25

    def __init__(self) -> None:
        _first, seconds = publish_once(self.find_page), publish_once(self.find_page)
        self.longest = max(self.longest, 3 * seconds)
        self.base = self.count()

    def has_published(self) -> bool:
        """On a machine that has too much to do, nobody may come so far."""
        return self.count() != self.base

    def work(self) -> None:
        publish_for_ever(self.find_page)

    def find_page(self):
        from content.model.guides.models import GuidePage

        return GuidePage.objects.get(slug="superficial-chemical-peel")

    def count(self) -> dict[str, int]:
        from wagtail.models import PageLogEntry

        from content.edition.models import Edition, Release
        from content.model.outbox.models import Message

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

        from content.edition.models import Current, Release
        from content.model.outbox.models import Message

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

    longest = 0.25

    def __init__(self) -> None:
        from wagtail.models import Page

        root = Page.get_first_root_node()
        self.pk = root.add_child(instance=Page(title="Plain", slug="plain")).pk

    def work(self) -> None:
        publish_for_ever(self.find_page)

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


class EveryDoor:
    """Changes of more than one thing: what is public is what should be, and nothing has lost what it hangs on."""

    longest = 2.0

    def work(self) -> None:
        chance = random.Random(time.monotonic_ns())
        while True:
            chance.choice([self.publish_two, self.delete_a_source, self.translate_a_branch, self.preview_a_launch])()

    def find_guides(self) -> list:
        from content.model.guides.models import GuidePage

        return list(GuidePage.objects.filter(locale__language_code="en", live=True).order_by("pk")[:3])

    def publish_two(self) -> None:
        from content.model.publishing import publishing

        with publishing():
            for page in self.find_guides()[:2]:
                page.title = f"{page.title.split(' #')[0]} #{time.monotonic_ns()}"
                signing.publish(page)

    def delete_a_source(self) -> None:
        """Made here, with a public translation of its own."""
        from wagtail.models import Locale

        name = f"copy-{time.monotonic_ns()}"
        source = self.find_guides()[0].copy(update_attrs={"slug": name, "title": name}, keep_live=False)
        signing.publish(source)
        translation = source.copy_for_translation(Locale.objects.get(language_code="ar"))
        translation.minutes_min, translation.minutes_max = 1, 2
        signing.publish(translation)
        type(source).objects.get(pk=source.pk).delete()

    def translate_a_branch(self) -> None:
        from wagtail.models import Locale

        from content.model.branches.models import BranchPage

        branch, hindi = BranchPage.objects.order_by("pk").first(), Locale.objects.get(language_code="hi")
        known = BranchPage.objects.filter(translation_key=branch.translation_key, locale=hindi).first()
        if known:
            known.delete()
        else:
            branch.copy_for_translation(hindi, copy_parents=True).save_revision().publish()

    def preview_a_launch(self) -> None:
        from django.test import Client

        from content.desk.launches.models import Launch, LaunchPage

        page = self.find_guides()[0].get_latest_revision_as_object()
        page.summary = f"{CANARY} {time.monotonic_ns()}"
        page.save_revision()
        signing.sign(page)
        launch = Launch.objects.first() or Launch.objects.create(title="Spring")
        LaunchPage.objects.get_or_create(launch=launch, page_id=page.pk)
        Client().get("/api/v1/guides/", headers={"preview-token": launch.make_preview_token(find_admin())})
        self.find_guides()[0].save_revision()  # as it is public: nobody publishes the canary

    def find_violations(self) -> list[str]:
        from django.db import transaction

        from content.edition.models import Edition, Release
        from content.model.guides.models import find_sources
        from content.model.outbox.models import Message
        from content.release.settle import settle_all

        numbers = list(Release.objects.order_by("number").values_list("number", flat=True))
        told = set(Message.objects.filter(topic="purge").values_list("payload__release", flat=True))
        with transaction.atomic():
            unsettled = settle_all()
            transaction.set_rollback(True)
        checks = {
            "what is public is what should be": unsettled is None,
            "releases without a gap": numbers == list(range(1, len(numbers) + 1)),
            "each release has its purge": set(numbers[1:]) <= told | {1},
            "no translation is without its source": all(
                page.locale.language_code == "en" for page in find_sources().values()
            ),
            "no word of a preview is public": not any(
                CANARY.encode() in bytes(body) for body in Edition.objects.values_list("body", flat=True)
            ),
        }
        return [name for name, holds in checks.items() if not holds]


def find_admin():
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username="admin")


def run(subject, times: int, chance: random.Random) -> int:
    """Kill so often; returns how many kills left something torn."""
    torn = 0
    for number in range(times):
        kill_one(subject.work, chance.uniform(0.02, subject.longest))
        violations = subject.find_violations()
        torn += bool(violations)
        if violations and not isinstance(subject, Plain):
            print(f"  kill {number + 1}: {violations}", flush=True)
        if sys.stderr.isatty():
            print(f"\r{number + 1}/{times}", end="", file=sys.stderr)
    return torn


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=500)
    parser.add_argument("--plain-times", type=int, default=100)
    parser.add_argument("--door-times", type=int, help="A quarter of --times, if not given.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="sqlite,postgresql")
    options = parser.parse_args()
    run_on(options.database.split(","))
    from django.conf import settings

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    chance = random.Random(options.seed)
    ours = Ours()
    torn = run(ours, options.times, chance)
    if options.times and not ours.has_published():
        raise SystemExit("Nobody published anything before they were killed: this proves nothing.")
    plainly = run(Plain(), options.plain_times, chance)
    door_times = options.times // 4 if options.door_times is None else options.door_times
    by_doors = run(EveryDoor(), door_times, chance)
    print(
        f"{database()}, seed {options.seed}: {torn} of {options.times} kills left a guide torn "
        f"({ours.find_page().revisions.count()} revisions); other doors: {by_doors} of {door_times}; "
        f"plain Wagtail page: {plainly} of {options.plain_times}",
        flush=True,
    )
    return 1 if torn or by_doors else 0


if __name__ == "__main__":
    sys.exit(main())
