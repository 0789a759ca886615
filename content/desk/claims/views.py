"""Screens with the claims in guides' newest drafts. A clinician can overrule a finding, with a reason."""

from itertools import chain, count
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from content.approval.claims.checking import Finding, check_guide, find_jurisdictions
from content.approval.claims.models import Overrule
from content.approval.claims.rules import Severity
from content.approval.signoff.parts import name_part
from content.approval.signoff.signing import why_not_sign
from content.desk.access.pages import may_edit_guides
from content.model.conflicts import digest
from content.model.guides.models import GuidePage
from content.model.ordering import ByCodePoint
from content.model.publishing import look_again
from content.model.vocabulary import Country
from content.release.claims.findings_cache import find_standing

#: Not more, since drafts without cached findings are read.
GUIDES_A_PAGE = 50


class OverruleForm(forms.ModelForm):
    """The reason for one finding. All of a guide are in one form, so that no button loses what was typed for others."""

    class Meta:
        model = Overrule
        fields = ["reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 2, "aria-label": gettext_lazy("Reason for allowing it")})}


def may_overrule(user: Any) -> bool:
    return user.has_perm("content.overrule_claim")


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
        _overrule(request, page, name_findings(check_guide(draft)))
    countries = find_jurisdictions(str(page.translation_key))
    offers = may_overrule(request.user) and not why_not_sign(request.user)
    rows = [
        _describe(draft, finding, name if offers else "", request.POST)
        for name, finding in name_findings(check_guide(draft)).items()
    ]
    context = {
        "breadcrumbs_items": [{"url": "", "label": _("Claims")}],
        "header_icon": "warning",
        "page": page,
        "may_edit": page.permissions_for_user(request.user).can_edit(),
        "rows": rows,
        "is_unsaved": any(row["form"] and row["form"].initial["reason"] for row in rows),
        "countries": [country.label for country in Country if country.value in countries],
    }
    return render(request, "admin/guide_claims.html", context)


def name_findings(findings: list[Finding]) -> dict[str, Finding]:
    """By a name that stays while other words of the draft change. The same phrase can be found more than once."""
    named: dict[str, Finding] = {}
    for finding in findings:
        name = f"{finding.claim.rule.id}-{digest(finding.claim.key)}"
        named[next(one for one in chain([name], (f"{name}-{n}" for n in count(2))) if one not in named)] = finding
    return named


def _overrule(request: HttpRequest, page: GuidePage, findings: dict[str, Finding]) -> None:
    """Only for clinicians who can sign: an overrule is a clinical judgement too."""
    if not may_overrule(request.user):
        raise PermissionDenied
    if reason := why_not_sign(request.user):
        message = _("Nothing was overruled. Only a clinician who can sign off may do that. %(why)s")
        messages.error(request, message % {"why": reason})
        return
    name = request.POST.get("overrule", "")
    finding = findings.get(name)
    if finding is None:
        messages.error(request, _("That phrase is no longer in the draft, so nothing was overruled."))
        return
    if not finding.stands:
        messages.info(request, _("“%(phrase)s” is allowed already.") % {"phrase": finding.claim.phrase})
        return
    user: Any = request.user
    overrule = Overrule(guide=page.translation_key, locale=page.locale.language_code, made_by=user)
    overrule.rule, overrule.phrase = finding.claim.rule.id, finding.claim.phrase.lower()
    form = OverruleForm(request.POST, prefix=name, instance=overrule)
    if not form.is_valid():
        messages.error(request, _("Nothing was overruled. Write a reason for allowing the phrase."))
        return
    form.save()
    look_again("guide", page.translation_key)  # the guide may be held only for this phrase
    log(page, "guides.overrule", user=request.user, data={"phrase": overrule.phrase, "reason": overrule.reason})
    messages.success(request, _("“%(phrase)s” is allowed in this guide.") % {"phrase": overrule.phrase})


def _describe(draft: GuidePage, finding: Finding, name: str, typed: Any) -> dict[str, Any]:
    """`name` is empty for users who may not overrule. `typed`: the reasons that the form has sent."""
    claim, text = finding.claim, finding.passage.text
    section = finding.passage.field.partition("_")[0]
    initial = {"reason": typed.get(f"{name}-reason", "")}
    can_be_overruled = finding.stands and finding.severity != Severity.WARN
    return {
        "finding": finding,
        "before": text[max(0, claim.start - 60) : claim.start],
        "after": text[claim.end : claim.end + 60],
        "field": getattr(draft._meta.get_field(finding.passage.field), "verbose_name", ""),
        "tab": name_part(section),
        "form": OverruleForm(prefix=name, initial=initial) if name and can_be_overruled else None,
    }
