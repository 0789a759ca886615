"""Let in somebody who has lost phone and recovery codes, where no other administrator can."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from content.desk.staff.factors import reset


class Command(BaseCommand):
    help = "Forget the second factor of an account: the next log-in sets up a new one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="The name of the account.")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model()._default_manager.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"There is no account “{options['name']}”.")
        reset(user)
        self.stdout.write(f"{options['name']} sets up a second factor at the next log-in.")
