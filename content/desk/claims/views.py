"""Screens with the claims in guides' newest drafts. A clinician can overrule a finding, with a reason."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log
from wagtail.models import PageLogEntry
from wagtail.permissions import policy_registry

from content.approval.claims.checking import Finding, check_guide, find_jurisdictions
from content.approval.claims.matching import fold_phrase
from content.approval.claims.models import Overrule
from content.approval.claims.rules import Severity
from content.approval.signoff.parts import name_part
from content.approval.signoff.signing import why_not_sign
from content.desk.access.pages import may_edit_guides
from content.desk.readiness.views import find_anchors
from content.model.guides.models import GuidePage
from content.model.ordering import ByCodePoint
from content.model.publishing import look_again
from content.model.snippets.models import Clinician
from content.model.vocabulary import Country
from content.release.claims.findings_cache import find_standing
from content.release.outbox.mail import send_mails

LONGEST_QUESTION = 500
#: Not more, since drafts without cached findings are read.
GUIDES_A_PAGE = 50


#: A reason is read by whoever has to answer for the claim later, perhaps to a regulator. “ok” is none.
LEAST_WORDS, LEAST_LETTERS = 4, 20


class OverruleForm(forms.ModelForm):
    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if len(reason.split()) < LEAST_WORDS or len(reason) < LEAST_LETTERS:
            message = _(
                "The reason is too short. Write a sentence of at least %(words)d words and %(letters)d letters: it is "
                "all that whoever answers for this claim later will have."
            )
            raise forms.ValidationError(message % {"words": LEAST_WORDS, "letters": LEAST_LETTERS})
        return reason

    class Meta:
        model = Overrule
        fields = ["rule", "phrase", "reason"]
        widgets = {
            "rule": forms.HiddenInput,
            "phrase": forms.HiddenInput,
            "reason": forms.Textarea(attrs={"rows": 2, "aria-label": gettext_lazy("Reason for allowing it")}),
        }


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
    findings = check_guide(draft)
    if request.method == "POST":
        if "ask" in request.POST:
            _ask(request, page, findings)
        else:
            _decide(request, page, findings)
        return redirect("guide_claims", page.pk)
    countries = find_jurisdictions(str(page.translation_key))
    may_edit = page.permissions_for_user(request.user).can_edit()
    form = reverse("wagtailadmin_pages:edit", args=[page.pk]) if may_edit else ""
    anchors = find_anchors(draft.get_edit_handler()) if form else {}
    decided = Overrule.objects.filter(guide=page.translation_key, locale=page.locale.language_code)
    offers = may_overrule(request.user) and not why_not_sign(request.user)
    context = {
        "breadcrumbs_items": [{"url": "", "label": _("Claims")}],
        "header_icon": "warning",
        "page": page,
        "form_address": form,
        "rows": [_describe(draft, finding, offers, form, anchors) for finding in findings],
        "may_decide": offers,
        "least": {"words": LEAST_WORDS, "letters": LEAST_LETTERS},
        "taken_back": decided.exclude(taken_back_at=None).select_related("made_by", "taken_back_by"),
        "askable": find_askable() if form and not offers and any(one.blocks for one in findings) else [],
        "questions": PageLogEntry.objects.filter(page=page.pk, action="guides.ask_clinician").order_by("-pk")[:3],
        "countries": [country.label for country in Country if country.value in countries],
    }
    return render(request, "admin/guide_claims.html", context)


def _decide(request: HttpRequest, page: GuidePage, findings: list[Finding]) -> None:
    """Only for clinicians who can sign: an overrule is a clinical judgement too."""
    if not may_overrule(request.user):
        raise PermissionDenied
    if reason := why_not_sign(request.user):
        messages.error(request, _("Nothing was changed: that takes somebody who can sign. %(why)s") % {"why": reason})
    elif "take_back" in request.POST:
        _take_back(request, page)
    else:
        _overrule(request, page, findings)


def _overrule(request: HttpRequest, page: GuidePage, findings: list[Finding]) -> None:
    locale = page.locale.language_code
    form = OverruleForm(request.POST, instance=Overrule(guide=page.translation_key, locale=locale))
    known = {(finding.claim.rule.id, finding.claim.key) for finding in findings if finding.stands}
    if not form.is_valid():
        why = form.errors.get("reason", [_("Say why the phrase may stand.")])[0]
        messages.error(request, _("Nothing was overruled. %(why)s") % {"why": why})
    elif (form.cleaned_data["rule"], fold_phrase(form.cleaned_data["phrase"])) not in known:
        messages.error(request, _("That phrase is no longer in the draft, so nothing was overruled."))
    else:
        form.instance.made_by = request.user
        overrule = form.save()
        look_again("guide", page.translation_key)  # the guide may be held only for this phrase
        log(page, "guides.overrule", user=request.user, data={"phrase": overrule.phrase, "reason": overrule.reason})
        messages.success(request, _("“%(phrase)s” is allowed in this guide.") % {"phrase": overrule.phrase})


def _take_back(request: HttpRequest, page: GuidePage) -> None:
    of_guide = Overrule.valid.filter(guide=page.translation_key, locale=page.locale.language_code)
    key = request.POST["take_back"]
    overrule = of_guide.filter(pk=key).first() if key.isdecimal() else None
    if overrule is None:
        messages.error(request, _("That decision was taken back already."))
        return
    user: Any = request.user
    overrule.taken_back_by, overrule.taken_back_at = user, timezone.now()
    overrule.save()
    look_again("guide", page.translation_key)
    log(page, "guides.take_back_overrule", user=request.user, data={"phrase": overrule.phrase})
    message = _(
        "The decision on “%(phrase)s” is taken back. Where readers see the phrase now, they do until the guide is "
        "published without it, or recalled."
    )
    messages.success(request, message % {"phrase": overrule.phrase})


def find_askable() -> list[Clinician]:
    """Clinicians who may overrule, and have an address to be asked at."""
    linked = Clinician.objects.filter(account__is_active=True).exclude(account__email="").select_related("account")
    return [one for one in linked if may_overrule(one.account) and not why_not_sign(one.account)]


def _ask(request: HttpRequest, page: GuidePage, findings: list[Finding]) -> None:
    """Sends the open phrases to the clinicians who may overrule them."""
    phrases = list(dict.fromkeys(f"“{one.claim.phrase}”" for one in findings if one.blocks))
    question, clinicians = " ".join(request.POST["ask"].split())[:LONGEST_QUESTION], find_askable()
    if phrases and clinicians:
        told = {"guide": page.title, "who": request.user, "phrases": ", ".join(phrases), "question": question or "–"}
        address = settings.WAGTAILADMIN_BASE_URL + reverse("guide_claims", args=[page.pk])
        body = _("%(who)s asks whether these phrases may stand in “%(guide)s”: %(phrases)s.\n\n%(question)s") % told
        subject = _("“%(guide)s”: a question about claims") % told
        send_mails([one.account.email for one in clinicians if one.account], subject, f"{body}\n\n{address}\n")
        data = {"phrases": told["phrases"], "question": told["question"]}
        log(page, "guides.ask_clinician", user=request.user, data=data)
        names = ", ".join(one.name for one in clinicians)
        messages.success(request, _("%(names)s will be asked by e-mail.") % {"names": names})
    else:
        messages.error(request, _("Nobody was asked: nothing is open, or no clinician can be asked."))


def _describe(
    draft: GuidePage, finding: Finding, offers_overrule: bool, form: str, anchors: dict[str, tuple[str, str]]
) -> dict[str, Any]:
    claim, text = finding.claim, finding.passage.text
    section = finding.passage.field.partition("_")[0]
    initial = {"rule": claim.rule.id, "phrase": claim.phrase.lower()}
    _tab, anchor = anchors.get(finding.passage.field, ("", ""))
    can_be_overruled = finding.stands and finding.severity != Severity.WARN
    return {
        "finding": finding,
        "before": text[max(0, claim.start - 60) : claim.start],
        "after": text[claim.end : claim.end + 60],
        "field": getattr(draft._meta.get_field(finding.passage.field), "verbose_name", ""),
        "tab": name_part(section),
        "address": f"{form}#{anchor}" if anchor and not finding.passage.thing else "",
        "form": OverruleForm(initial=initial) if offers_overrule and can_be_overruled else None,
    }
