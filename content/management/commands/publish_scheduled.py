"""Publish and expire what is due: in place of Wagtail's command, which stops at the first page that is refused."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from wagtail.models import Page, Revision

from content.release import scheduled_prices
from content.release.consent_expiry import end_expired
from content.release.scheduling import run_schedule


class Command(BaseCommand):
    help = "Publish and expire pages and prices whose time has come. The worker does so too; running both is safe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", "--dryrun", action="store_true", help="Only say what is due.")
        parser.add_argument("--json", action="store_true", help="Answer as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["dry_run"]:
            end_expired()
        report = self.find_due() if options["dry_run"] else self.do_due()
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        for title in report["published"]:
            self.stdout.write(f"publish  {title}")
        for title in report["expired"]:
            self.stdout.write(f"expire   {title}")
        for offering in report["priced"]:
            self.stdout.write(f"price    {offering}")
        for title, reasons in report.get("refused", {}).items():
            self.stderr.write(f"refused  {title}: {' '.join(reasons)}")

    def do_due(self) -> dict[str, Any]:
        return {**asdict(run_schedule()), "priced": scheduled_prices.put_due_in_force()}

    def find_due(self) -> dict[str, Any]:
        now = timezone.now()
        due = Revision.page_revisions.filter(approved_go_live_at__lte=now)
        expiring = Page.objects.filter(live=True, expire_at__lte=now)
        return {
            "published": [r.object_str for r in due],
            "expired": [page.title for page in expiring],
            "priced": [str(offering) for offering in scheduled_prices.find_due()],
        }
