"""Remove prepared pictures that nothing names any more."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from content.release.collecting import collect


class Command(BaseCommand):
    help = "Remove prepared pictures that no picture and no kept edition names. The worker does so too, once a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be removed.")
        parser.add_argument("--json", action="store_true", help="Answer as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        names = collect(dry_run=options["dry_run"])
        if options["json"]:
            self.stdout.write(json.dumps(names))
            return
        for name in names:
            self.stdout.write(name)
        verb = "would be removed" if options["dry_run"] else "removed"
        self.stderr.write(f"{len(names)} {verb}.")
