"""Start everything to try the product: migrations, samples, a worker, and the web server in this process."""

import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from cms.locality import is_local_host
from cms.serving import add_arguments, become_server, check_port, is_local, keep_worker, refuse_trial_to_others
from content.model.running.joining import join
from content.models import GuidePage, HomePage
from content.setup.administrators import has_administrator
from content.setup.roles import make_roles
from content.setup.samples.accounts import describe_accounts, find_file
from content.setup.samples.loader import load_samples
from content.setup.site import ensure_site

NO_ADMINISTRATOR = """\
  Nobody can log in yet. Make the first administrator, who is given a link by which to set a password:
    manage.py setup --administrator NAME --email ADDRESS
"""


class Command(BaseCommand):
    help = "Migrate, load the samples into an empty site at a local address, and serve. Data that is there is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)
        parser.add_argument("--no-samples", action="store_true", help="Leave an empty site empty.")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        check_port(host, port)
        self.say(f"Preparing the database in {settings.DATA_DIR} …")
        call_command("migrate", interactive=False, verbosity=0)
        refuse_trial_to_others(host)
        is_new = not HomePage.objects.exists()
        ensure_site()
        if is_new:
            make_roles()
        accounts = self.prepare_accounts(host, options["no_samples"])
        self.say(self.describe(f"http://localhost:{port}" if is_local_host(host) else settings.BASE_URL, accounts))
        join()
        # The worker watches its parent process, so it ends with the server.
        keep_worker("--stop-with", str(os.getpid()))
        become_server(host, port, options["workers"])

    def prepare_accounts(self, host: str, no_samples: bool) -> str:
        """Load the samples at a local address. Returns what to print about logging in."""
        if is_local(host) and not no_samples and not GuidePage.objects.exists():
            self.say("Loading the sample content (about ten seconds) …")
            lines = describe_accounts(load_samples())
            return "\n    ".join(
                ["  Sample accounts (for trying only), shown this once:", *lines, f"Kept in {find_file()}"]
            )
        if not has_administrator():
            return NO_ADMINISTRATOR
        return f"  The sample accounts' passwords are in {find_file()}" if find_file().exists() else ""

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def describe(self, address: str, accounts: str) -> str:
        return "\n".join(
            [
                "",
                "Treatment Guides is running. Stop it with Ctrl-C.",
                "",
                f"  Guides      {address}/",
                f"  Admin       {address}/admin/",
                f"  API         {address}/api/v1/guides/",
                f"  API docs    {address}/api/v1/docs/",
                "",
                accounts,
                "",
            ]
        )
