"""Marks the claims of a draft in its preview, and lists them in Wagtail's content checks next to the form."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html, json_script
from wagtail.admin.userbar import ContentCheckerItem

from content.approval.claims.checking import check_guide
from content.approval.claims.rules import find_rules
from content.model.guides.models import GuidePage

#: A check of axe that every marked phrase fails: it requires an element that does not exist.
_NEVER = {
    "id": "claim-is-none",
    "evaluate": "matches-definition-evaluate",
    "options": {"matcher": {"nodeName": "claim-free"}},
}


def mark_claims(page: GuidePage, request: HttpRequest) -> str:
    claims = [
        {
            "phrase": finding.claim.phrase,
            "rule": finding.claim.rule.id,
            "severity": str(finding.severity),
            "field": finding.passage.field,
        }
        for finding in check_guide(page)
        if finding.stands
    ]
    return format_html(
        '{}<link rel="stylesheet" href="{}"><script src="{}" defer></script>',
        json_script(claims, "claims"),
        static("admin/claims-preview.css"),
        static("admin/claims-preview.js"),
    )


class ClaimsCheckerItem(ContentCheckerItem):
    """Wagtail's content checks, and one for each claims rule."""

    def get_axe_run_only(self, request: Any) -> list[str]:
        return [*super().get_axe_run_only(request), *(_axe_id(rule.id) for rule in find_rules(None))]

    def get_axe_custom_rules(self, request: Any) -> list[dict[str, Any]]:
        claims = [
            {
                "id": _axe_id(rule.id),
                "impact": "serious",
                "selector": f'mark[data-claim="{rule.id}"]',
                "tags": ["claims"],
                "any": [_NEVER["id"]],
                "enabled": True,
            }
            for rule in find_rules(None)
        ]
        return [*super().get_axe_custom_rules(request), *claims]

    def get_axe_custom_checks(self, request: Any) -> list[dict[str, Any]]:
        return [*super().get_axe_custom_checks(request), _NEVER]

    def get_axe_messages(self, request: Any) -> dict[str, Any]:
        claims = {
            _axe_id(rule.id): {
                "error_name": f"{rule.severity.label}: {rule.rationale}",
                "help_text": rule.suggestion,
            }
            for rule in find_rules(None)
        }
        return {**super().get_axe_messages(request), **claims}


def _axe_id(rule: str) -> str:
    return f"claim-{rule}"


def use_checker(items: list[Any]) -> None:
    """Replaces Wagtail's own item of the userbar."""
    items[:] = [
        ClaimsCheckerItem(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item for item in items
    ]
