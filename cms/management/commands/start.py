"""Start everything for trying the product: migrations, samples, a worker, the web server in this very process."""

import os
import socket
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from content.models import GuidePage, HomePage
from content.roles import make_roles
from content.samples.loader import ACCOUNTS
from content.setup import ensure_site


class Command(BaseCommand):
    help = "Migrate, load the samples into an empty site, and serve. Data that is there is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--no-samples", action="store_true", help="Leave an empty site empty.")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        _check_port(host, port)
        self.say(f"Preparing the database in {settings.DATA_DIR} …")
        call_command("migrate", interactive=False, verbosity=0)
        is_new = not HomePage.objects.exists()
        ensure_site()
        if is_new:
            make_roles()
        if not options["no_samples"] and not GuidePage.objects.exists():
            self.say("Loading the sample content (about ten seconds) …")
            call_command("load_samples", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
        self.say(self.describe(f"http://{host if host != '127.0.0.1' else 'localhost'}:{port}"))
        # The worker looks after its parent, so it ends with the server however that ends.
        subprocess.Popen([sys.executable, sys.argv[0], "worker", "--stop-with", str(os.getpid())])
        # This process becomes the server: the signal that stops it stops all there is.
        server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
        tuning = ["--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
        os.execv(sys.executable, [*server, *tuning, "cms.wsgi:application"])

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def describe(self, address: str) -> str:
        accounts = [f"    {name} / {password}   ({label})" for name, (password, label) in ACCOUNTS.items()]
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
                "  Sample accounts (for trying only):",
                *accounts,
                "",
            ]
        )


def _check_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            hint = f"Port {port} can't be used ({error.strerror}). Choose another: make run PORT=8123"
            raise CommandError(hint) from error
