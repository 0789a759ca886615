"""Check the words of guides against the rules of advertising, such as after an upgrade that brought new rules."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from content.approval.claims.checking import Finding, check_guide
from content.approval.claims.rules import Severity
from content.model.guides.models import GuidePage
from content.model.ordering import ByCodePoint


class Command(BaseCommand):
    help = (
        "Check every guide's words, live ones as they are public and the others as drafts, against the rules of the "
        "countries that offer it. Exits with 1 where something stands that must not be published. An aid, not legal "
        "advice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--drafts", action="store_true", help="The newest drafts of live guides, too.")
        parser.add_argument("--json", action="store_true", help="Answer as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        found: list[dict[str, Any]] = []
        pages = GuidePage.objects.select_related("locale").order_by(ByCodePoint("slug"), "pk")
        for page in pages:
            drafted = options["drafts"] or not page.live
            shown = page.get_latest_revision_as_object() if drafted and page.latest_revision_id else page
            found += [_describe(page, finding) for finding in check_guide(shown) if finding.stands]
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            for row in found:
                self.stdout.write("{severity:8} {guide} ({locale}), {field}: “{phrase}” [{rule}]".format(**row))
            self.stderr.write(f"{len(found)} found in {len(pages)} guides. This is an aid, not legal advice.")
        if any(row["severity"] == Severity.BLOCK for row in found):
            sys.exit(1)


def _describe(page: GuidePage, finding: Finding) -> dict[str, Any]:
    rule = finding.claim.rule
    return {
        "guide": page.slug,
        "locale": page.locale.language_code,
        "live": page.live,
        "field": finding.passage.field,
        "block": finding.passage.block or None,
        "phrase": finding.claim.phrase,
        "rule": rule.id,
        "severity": str(rule.severity),
        "jurisdiction": rule.jurisdiction,
        "source": rule.source,
        "rationale": rule.rationale,
        "suggestion": rule.suggestion,
    }
