"""Only start the server: without the migration, samples and worker of `start`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.serving import add_arguments, become_server, check_port, refuse_trial_to_others
from content.model.running.joining import join


class Command(BaseCommand):
    help = "Serve. Run `manage.py migrate` before and `manage.py worker` beside it."

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        check_port(options["host"], options["port"])
        refuse_trial_to_others(options["host"])
        join()
        become_server(options["host"], options["port"], options["workers"])
