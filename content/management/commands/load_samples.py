"""Load the sample guides, branches and accounts into an empty site."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content.samples.loader import ACCOUNTS, load_samples


class Command(BaseCommand):
    help = "Load the sample guides, branches and accounts into an empty site."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load_samples(say=lambda text: self.stderr.write(f"  {text}") if self.stderr.isatty() else None)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Loaded the samples. Log in as:")
        for name, (password, label) in ACCOUNTS.items():
            self.stdout.write(f"  {name} / {password}   ({label})")
