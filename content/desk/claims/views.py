"""Screens with the claims in guides' newest drafts. A clinician can overrule a finding, with a reason."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import PageLogEntry
from wagtail.permissions import policy_registry

from content.approval.claims.checking import Finding, check_guide, find_jurisdictions
from content.approval.claims.models import Overrule
from content.approval.claims.rules import Severity
from content.approval.signoff.parts import name_part
from content.approval.signoff.signing import why_not_sign
from content.desk.access.pages import may_edit_guides
from content.desk.claims.deciding import (
    LEAST_LETTERS,
    LEAST_WORDS,
    OverruleForm,
    ask,
    decide,
    find_askable,
    may_overrule,
    name_findings,
)
from content.desk.readiness.views import find_anchors
from content.model.guides.models import GuidePage
from content.model.ordering import ByCodePoint
from content.model.vocabulary import Country
from content.release.claims.findings_cache import find_standing

#: Not more, since drafts without cached findings are read.
GUIDES_A_PAGE = 50


def may_read_claims(user: Any, page: GuidePage) -> bool:
    return may_overrule(user) or page.permissions_for_user(user).can_edit()


def may_read_any(user: Any) -> bool:
    return may_overrule(user) or may_edit_guides(user)


def _find_readable(user: Any) -> Any:
    """All guides whose claims the user may read, by title."""
    guides = GuidePage.objects.defer_streamfields().select_related("locale").order_by(ByCodePoint("title"), "pk")
    if may_overrule(user):
        return guides
    mine = policy_registry.get_by_type(GuidePage).instances_user_has_permission_for(user, "change")
    return guides.filter(pk__in=mine.values("pk"))


def read_draft(page: GuidePage) -> GuidePage:
    draft: GuidePage = page.get_latest_revision_as_object()
    return draft


@require_safe
def every_guide(request: HttpRequest) -> HttpResponse:
    """Guides whose newest draft has a finding that stands, for users who may edit them or overrule."""
    if not may_read_any(request.user):
        raise PermissionDenied
    page = Paginator(_find_readable(request.user), GUIDES_A_PAGE).get_page(request.GET.get("p"))
    standing = find_standing(page.object_list)
    found = [
        {"page": guide, "count": len(standing[guide.pk]), "blocked": sum(one.blocks for one in standing[guide.pk])}
        for guide in page.object_list
        if standing[guide.pk]
    ]
    context = {
        "breadcrumbs_items": [{"url": "", "label": _("Claims")}],
        "header_icon": "warning",
        "guides": found,
        "page": page,
    }
    return render(request, "admin/claims.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def guide(request: HttpRequest, page_id: int) -> HttpResponse:
    page = get_object_or_404(GuidePage, pk=page_id)
    if not may_read_claims(request.user, page):
        raise PermissionDenied
    draft = read_draft(page)
    if request.method == "POST":
        findings = check_guide(draft)
        if "ask" in request.POST:
            ask(request, page, findings)
            return redirect("guide_claims", page.pk)
        # Shown again rather than led to: the reasons that were typed for other phrases stay.
        decide(request, page, name_findings(findings))
    return render(request, "admin/guide_claims.html", _read_guide(request, page, draft))


def _read_guide(request: HttpRequest, page: GuidePage, draft: GuidePage) -> dict[str, Any]:
    findings = name_findings(check_guide(draft))
    countries = find_jurisdictions(str(page.translation_key))
    may_edit = page.permissions_for_user(request.user).can_edit()
    form = reverse("wagtailadmin_pages:edit", args=[page.pk]) if may_edit else ""
    anchors = find_anchors(draft.get_edit_handler()) if form else {}
    decided = Overrule.objects.filter(guide=page.translation_key, locale=page.locale.language_code)
    offers = may_overrule(request.user) and not why_not_sign(request.user)
    rows = [
        {**_describe(draft, finding, form, anchors), "form": _offer(name, finding, request.POST) if offers else None}
        for name, finding in findings.items()
    ]
    return {
        "breadcrumbs_items": [{"url": "", "label": _("Claims")}],
        "header_icon": "warning",
        "page": page,
        "form_address": form,
        "rows": rows,
        "is_unsaved": any(row["form"] and row["form"].initial["reason"] for row in rows),
        "may_decide": offers,
        "least": {"words": LEAST_WORDS, "letters": LEAST_LETTERS},
        "taken_back": decided.exclude(taken_back_at=None).select_related("made_by", "taken_back_by"),
        "askable": find_askable() if form and not offers and any(one.blocks for one in findings.values()) else [],
        "questions": PageLogEntry.objects.filter(page=page.pk, action="guides.ask_clinician").order_by("-pk")[:3],
        "countries": [country.label for country in Country if country.value in countries],
    }


def _offer(name: str, finding: Finding, typed: Any) -> OverruleForm | None:
    """What a clinician decides a finding by. `typed`: the reasons that the form has sent."""
    if not finding.stands or finding.severity == Severity.WARN:
        return None
    return OverruleForm(prefix=name, initial={"reason": typed.get(f"{name}-reason", "")})


def _describe(draft: GuidePage, finding: Finding, form: str, anchors: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """The words, and where they stand. `form`: the address of the guide's form; empty for users who may not edit."""
    claim, text = finding.claim, finding.passage.text
    section = finding.passage.field.partition("_")[0]
    _tab, anchor = anchors.get(finding.passage.field, ("", ""))
    return {
        "finding": finding,
        "before": text[max(0, claim.start - 60) : claim.start],
        "after": text[claim.end : claim.end + 60],
        "field": getattr(draft._meta.get_field(finding.passage.field), "verbose_name", ""),
        "tab": name_part(section),
        "address": f"{form}#{anchor}" if anchor and not finding.passage.thing else "",
    }
