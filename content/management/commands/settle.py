"""Make what is public agree with what should be: heals, and brings editions up to date after an upgrade."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from content.model.compilation import Reference
from content.model.publishing import Publication, Refused
from content.release import subjects
from content.release.indexing import index_stale
from content.release.repairing import repair
from content.release.settle import settle

#: Subjects settled in one transaction: what others wait for while this runs.
BATCH = 20


class Command(BaseCommand):
    help = "Settle everything, or only what an older compiler made. A second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--all", action="store_true", help="Everything there is.")
        which.add_argument("--stale", action="store_true", help="What an older version of the compiler made.")
        parser.add_argument("--dry-run", action="store_true", help="Only say what would change.")
        parser.add_argument("--json", action="store_true", help="Answer as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = subjects.find_every_subject() if options["all"] else subjects.find_stale_subjects()
        wanted = subjects.sort_subjects(found)
        pictures = repair(dry_run=options["dry_run"])
        if not options["dry_run"]:
            index_stale()
        report: dict[str, Any] = {"subjects": len(wanted), "releases": [], "changed": [], "refused": []}
        report["pictures"] = asdict(pictures)
        for start in range(0, len(wanted), BATCH):
            self.settle_batch(wanted[start : start + BATCH], report, options["dry_run"])
            if sys.stderr.isatty():
                self.stderr.write(f"\r{min(start + BATCH, len(wanted))} of {len(wanted)}", ending="")
        if sys.stderr.isatty():
            self.stderr.write("")
        self.say(report, options)
        if report["refused"]:
            said = f"{len(report['refused'])} could not be settled; what is public of them was left alone."
            if options["all"]:
                raise CommandError(said)
            self.stderr.write(said)  # an upgrade goes on: readers keep what they have

    def settle_batch(self, batch: list[Reference], report: dict[str, Any], dry_run: bool) -> None:
        """All at once; if something of it is refused, one by one, so that it holds up nothing else."""
        try:
            with transaction.atomic():
                release = settle(Publication("settle", "Settled by command", marked=set(batch), heals=True))
                editions = list(release.editions.order_by("pk")) if release else []
                transaction.set_rollback(dry_run)
        except Refused as refused:
            if len(batch) > 1:
                for subject in batch:
                    self.settle_batch([subject], report, dry_run)
                return
            report["refused"].append({"kind": batch[0].kind, "id": batch[0].id, "reasons": refused.messages})
            return
        if release and not dry_run:
            report["releases"].append(release.number)
        report["changed"] += [
            {"kind": e.kind, "id": str(e.subject), "locale": e.locale, "state": e.state, "version": e.version}
            for e in editions
        ]

    def say(self, report: dict[str, Any], options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        for change in report["changed"]:
            self.stdout.write("{kind:11} {id} {locale:3} v{version} {state}".format(**change))
        for refusal in report["refused"]:
            self.stderr.write(f"refused  {refusal['kind']} {refusal['id']}: {' '.join(refusal['reasons'])}")
        pictures = report["pictures"]
        for title in pictures["made"]:
            self.stdout.write(
                f"picture     {title}: missing files {'would be ' if options['dry_run'] else ''}made again"
            )
        for title in (*pictures["failed"], *pictures["lost"]):
            self.stderr.write(f"picture     {title}: its file is lost; restore it from a backup")
        verb = "would change" if options["dry_run"] else "changed"
        self.stdout.write(f"{len(report['changed'])} of {report['subjects']} {verb}.")
