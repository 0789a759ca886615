"""Make what an empty database needs before anybody can work: pages, languages, roles, the first administrator."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from content.model.publishing import publishing
from content.model.running.joining import adopt, join
from content.setup.administrators import PASSWORD, Unsuitable, ensure_administrator, has_administrator
from content.setup.roles import make_roles
from content.setup.site import ensure_site
from content.setup.turns import being_alone


class Command(BaseCommand):
    help = (
        "Make the first pages, languages and roles, and the first administrator. Changes nothing that is there: run it "
        f"as often as you like. The password is read from {PASSWORD}; without it, a link is shown that sets it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--administrator", metavar="NAME", default="", help="The account to make.")
        parser.add_argument("--email", metavar="ADDRESS", default="")
        parser.add_argument(
            "--adopt", action="store_true", help="Take this host's keys and files for the right ones, after a move."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("The database has not all tables yet: run manage.py migrate first.")
        with being_alone("setup") as is_alone:
            if not is_alone:
                raise CommandError("Somebody else is running this command: wait until it is done, and run it again.")
            link = self.make_all(options["administrator"], options["email"])
        if options["adopt"]:
            adopt()
        join()
        if link:
            self.stdout.write(f"Set the password of “{options['administrator']}” here, within three days:\n{link}")
        elif not has_administrator():
            self.stdout.write("Nobody can log in yet. Run: manage.py setup --administrator NAME --email ADDRESS")
        self.stdout.write("Ready.")

    def make_all(self, name: str, email: str) -> str:
        """In one transaction: whatever ends it in the middle, nothing is made. Returns a link to set the password."""
        try:
            with publishing(reason="setup"):
                ensure_site()
                make_roles()
                return ensure_administrator(name, email, os.environ.get(PASSWORD, "")) if name else ""
        except Unsuitable as error:
            raise CommandError(str(error)) from error
