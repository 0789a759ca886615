"""Let nobody log in any more by the sample accounts, before a site that was tried is opened to others."""

from typing import Any

from django.core.management.base import BaseCommand

from content.setup.samples.accounts import close_accounts


class Command(BaseCommand):
    help = "Let nobody log in any more by the sample accounts. Can be run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        names = close_accounts()
        self.stdout.write(f"Closed: {', '.join(names)}." if names else "No sample account is open.")
