"""Load the sample guides, branches and accounts into an empty site."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content.setup.samples.accounts import describe_accounts
from content.setup.samples.loader import load_samples


class Command(BaseCommand):
    help = "Load the sample guides, branches and accounts into an empty site at a local address."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            passwords = load_samples(say=lambda text: self.stderr.write(f"  {text}") if self.stderr.isatty() else None)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Loaded the samples. Log in as:")
        for line in describe_accounts(passwords):
            self.stdout.write(f"  {line}")
