"""In place of Wagtail's command of this name, which takes the sizes of every public picture away."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from content.release.repairing import repair


class Command(BaseCommand):
    help = "Make the sizes of pictures whose files are missing. Nothing is deleted: what is public names them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--purge-only", action="store_true", help="Refused: readers would see no pictures.")
        parser.add_argument("--chunk-size", type=int, help="Without effect: each picture is made by itself.")
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be made.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["purge_only"]:
            raise CommandError(
                "What is public names these files, so they can't be purged. To remove those that nothing names: "
                "manage.py collect_pictures"
            )
        done = repair(dry_run=options["dry_run"])
        verb = "would be made" if options["dry_run"] else "made"
        for title in done.made:
            self.stdout.write(f"{title}: missing sizes {verb}")
        for title in done.failed:
            self.stderr.write(f"{title}: can't be read; upload it again")
        if done.lost:
            raise CommandError(f"Restore these from a backup; no picture has them any more: {', '.join(done.lost)}")
        self.stdout.write(f"{len(done.made)} pictures {verb}.")
