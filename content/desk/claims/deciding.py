"""What is decided about findings: a clinician allows a phrase or takes that back, and an editor asks for it."""

from itertools import chain, count
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import log

from content.approval.claims.checking import Finding
from content.approval.claims.models import Overrule
from content.approval.signoff.signing import why_not_sign
from content.desk.notifications.kinds import NoticeKind
from content.desk.notifications.telling import tell
from content.model.conflicts import digest
from content.model.guides.models import GuidePage
from content.model.publishing import look_again
from content.model.snippets.models import Clinician

#: A reason is read by whoever has to answer for the claim later, perhaps to a regulator. “ok” is none.
LEAST_WORDS, LEAST_LETTERS = 4, 20
LONGEST_QUESTION = 500


class OverruleForm(forms.ModelForm):
    """The reason for one finding. All of a guide are in one form, so that no button loses what was typed for others."""

    class Meta:
        model = Overrule
        fields = ["reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 2, "aria-label": gettext_lazy("Reason for allowing it")})}

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if len(reason.split()) < LEAST_WORDS or len(reason) < LEAST_LETTERS:
            message = _(
                "The reason is too short. Write a sentence of at least %(words)d words and %(letters)d letters: it is "
                "all that whoever answers for this claim later will have."
            )
            raise forms.ValidationError(message % {"words": LEAST_WORDS, "letters": LEAST_LETTERS})
        return reason


def may_overrule(user: Any) -> bool:
    return user.has_perm("content.overrule_claim")


def name_findings(findings: list[Finding]) -> dict[str, Finding]:
    """By a name that stays while other words of the draft change. The same phrase can be found more than once."""
    named: dict[str, Finding] = {}
    for finding in findings:
        name = f"{finding.claim.rule.id}-{digest(finding.claim.key)}"
        named[next(one for one in chain([name], (f"{name}-{n}" for n in count(2))) if one not in named)] = finding
    return named


def decide(request: HttpRequest, page: GuidePage, findings: dict[str, Finding]) -> None:
    """Only for clinicians who can sign: an overrule is a clinical judgement too. Raises PermissionDenied."""
    if not may_overrule(request.user):
        raise PermissionDenied
    if reason := why_not_sign(request.user):
        message = _("Nothing was changed. Only a clinician who can sign off may do that. %(why)s")
        messages.error(request, message % {"why": reason})
    elif "take_back" in request.POST:
        _take_back(request, page)
    else:
        _overrule(request, page, findings)


def _overrule(request: HttpRequest, page: GuidePage, findings: dict[str, Finding]) -> None:
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
        why = form.errors.get("reason", [_("Write a reason for allowing the phrase.")])[0]
        messages.error(request, _("Nothing was overruled. %(why)s") % {"why": why})
        return
    form.save()
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


def ask(request: HttpRequest, page: GuidePage, findings: list[Finding]) -> None:
    """Sends the open phrases to the clinicians who may overrule them."""
    phrases = list(dict.fromkeys(f"“{one.claim.phrase}”" for one in findings if one.blocks))
    question, clinicians = " ".join(request.POST["ask"].split())[:LONGEST_QUESTION], find_askable()
    accounts, who = [one.account for one in clinicians if phrases], get_user_display_name(request.user)
    if asked := tell(accounts, NoticeKind.CLAIMS, page=page, who=who, phrases=phrases, question=question):
        data = {"phrases": ", ".join(phrases), "question": question or "–"}
        log(page, "guides.ask_clinician", user=request.user, data=data)
        names = ", ".join(one.name for one in clinicians if one.account in asked)
        messages.success(request, _("%(names)s will be asked by e-mail.") % {"names": names})
    else:
        messages.error(request, _("Nobody was asked: nothing is open, or no clinician can be asked."))
