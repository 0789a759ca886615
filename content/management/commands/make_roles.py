"""Make the groups of users: who may do what."""

from typing import Any

from django.core.management.base import BaseCommand

from content.setup.roles import make_roles


class Command(BaseCommand):
    help = (
        "Make the groups that are missing (marketing editors, clinical reviewers, one for each branch) and give each "
        "its permissions. Takes nothing away, so that it can be run again after a branch is added."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for group in make_roles():
            self.stdout.write(str(group))
