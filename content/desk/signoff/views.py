"""The screens of sign-off: worklists, reading and signing a guide part by part, emergency publication."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_safe

from content.approval.signoff import authors, requests, signing, texts
from content.approval.signoff.models import SignOff
from content.approval.signoff.parts import digest_of, judge, name_part, name_parts
from content.desk.access.pages import may_edit_guides
from content.desk.signoff import worklists
from content.model.compilation import Compilation, NamedGuide, NotReady
from content.model.guides.models import GuidePage, find_linked
from content.model.sections import SECTIONS
from content.model.vocabulary import PARTS


def may_sign(user: Any) -> bool:
    return user.has_perm("content.sign_off_guide")


def may_read(user: Any, page: GuidePage) -> bool:
    permissions = page.permissions_for_user(user)
    return may_sign(user) or permissions.can_edit() or permissions.can_publish()


def may_read_any(user: Any) -> bool:
    return may_sign(user) or may_edit_guides(user) or _may_see_lapsed(user)


def _may_see_lapsed(user: Any) -> bool:
    return may_sign(user) or user.has_perm("content.change_clinician")


@require_safe
def every_guide(request: HttpRequest) -> HttpResponse:
    """The worklists, for clinicians and for users who may edit a guide in them."""
    user = request.user
    if not may_read_any(user):
        raise PermissionDenied
    context = {
        "breadcrumbs_items": [{"url": "", "label": _("Sign-off")}],
        "header_icon": "check",
        "requested": [(page, state) for page, state in worklists.find_requested() if may_read(user, page)],
        "held": [page for page in worklists.find_held() if may_read(user, page)],
        "emergencies": [(page, made) for page, made in worklists.find_emergencies() if may_read(user, page)],
        "lapsed": worklists.find_lapsed() if _may_see_lapsed(user) else [],
    }
    return render(request, "admin/sign_offs.html", context)


@dataclass(frozen=True)
class Row:
    """One part on the screen. `difference`: what changed since it was last signed, as safe HTML."""

    part: str
    name: str
    digest: str
    text: str
    html: str
    signed: SignOff | None
    last: SignOff | None
    difference: str
    source_text: str
    source_changed: bool
    #: Whether the user wrote it and so can't sign it.
    is_own: bool = False
    ticked: bool = False
    comment: str = ""

    @property
    def is_open(self) -> bool:
        return self.signed is None

    @property
    def can_be_signed(self) -> bool:
        """True also for a signed translation whose source has changed: signing confirms that it is still right."""
        return not self.is_own and (self.is_open or self.source_changed)


@require_http_methods(["GET", "HEAD", "POST"])
def guide(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the newest draft part by part. Ticked parts are signed; commented ones are sent back."""
    page = get_object_or_404(GuidePage, pk=page_id)
    if not may_read(request.user, page):
        raise PermissionDenied
    if request.method == "POST":
        if not may_sign(request.user):
            raise PermissionDenied
        if _decide(request, page):
            return redirect("sign_off", page.pk)
    draft = page.get_latest_revision_as_object()
    own = authors.find_written(draft, request.user) if may_sign(request.user) else []
    rows = _read_rows(draft, request.POST, own)
    title = _("Sign-off")
    context = {
        "breadcrumbs_items": [{"url": reverse("sign_offs"), "label": title}, {"url": "", "label": str(page)}],
        "header_icon": "check",
        "page": page,
        "title": title,
        "rows": rows,
        "open": [row for row in rows if row.is_open],
        "signable": [row for row in rows if row.can_be_signed],
        "task_state": requests.find_request(page),
        "may_edit": page.permissions_for_user(request.user).can_edit(),
        "may_sign": may_sign(request.user),
        "own": authors.explain([row.part for row in rows if row.is_own and row.is_open])
        if any(row.is_own and row.is_open for row in rows)
        else "",
        "why_not": signing.why_not_sign(request.user) if may_sign(request.user) else "",
        "clinician": signing.find_clinician(request.user),
        "language": draft.locale,
        "source": None if draft.is_source else draft.source_page,
        "may_hurry": may_publish_unsigned(request.user, page),
    }
    return render(request, "admin/sign_off.html", context)


def _decide(request: HttpRequest, page: GuidePage) -> bool:
    """Sign and send back parts. Returns False if nothing was done: the form is then shown again, with the reason."""
    ticked = [part for part in PARTS if part in request.POST.getlist("sign")]
    comments = {part: text for part in PARTS if (text := request.POST.get(f"comment-{part}", "").strip())}
    if both := [part for part in ticked if part in comments]:
        message = _("%(parts)s: either sign it or say what should change, not both. Nothing was done yet.")
        messages.error(request, message % {"parts": name_parts(both)})
        return False
    if not ticked and not comments:
        messages.error(request, _("Tick what you sign, or write what should change."))
        return False
    if reason := signing.why_not_sign(request.user):
        messages.error(request, reason)
        return False
    draft = page.get_latest_revision_as_object()
    if own := [part for part in authors.find_written(draft, request.user) if part in ticked]:
        messages.error(request, authors.explain(own))
        return False
    signed = signing.sign(draft, {part: request.POST.get(f"digest-{part}", "") for part in ticked}, request.user)
    if signed:
        messages.success(request, _("Signed off: %(parts)s.") % {"parts": name_parts(signed)})
    if changed := [part for part in ticked if part not in signed]:
        message = _("Changed while you were reading, and so not signed: %(parts)s. Please read again.")
        messages.warning(request, message % {"parts": name_parts(changed)})
    if comments:
        requests.send_back(page, comments, request.user)
        messages.success(request, _("Sent back with your comments: %(parts)s.") % {"parts": name_parts(comments)})
    elif requests.finish_request(page, request.user):
        messages.success(request, _("Everything is signed. It can be published now; whoever asked is told."))
    return True


def _read_rows(draft: GuidePage, typed: Any, own: list[str]) -> list[Row]:
    parts = judge(draft)
    digests = {part: digest_of(content) for part, content in parts.items()}
    signed, last = signing.find_signed(draft, digests), signing.find_last(draft)
    source = {} if draft.is_source else judge(draft.source_page)
    html = _render_sections(draft)
    rows = []
    for part, content in parts.items():
        before = last.get(part)
        source_digest = digest_of(source[part]) if part in source else ""
        rows.append(
            Row(
                part=part,
                name=name_part(part),
                digest=digests[part],
                text=texts.read_text(content),
                html=html.get(part, ""),
                signed=signed.get(part),
                last=before,
                difference=texts.compare(before.content, content) if before and part not in signed else "",
                source_text=texts.read_text(source[part]) if part in source else "",
                source_changed=bool(before and before.source_digest and before.source_digest != source_digest),
                is_own=part in own,
                ticked=part in typed.getlist("sign") if typed else False,
                comment=typed.get(f"comment-{part}", "") if typed else "",
            )
        )
    return rows


def _find_guide(compilation: Compilation, page_id: str) -> NamedGuide | None:
    """Also finds guides that are not public yet, so that the clinician sees links as readers may later."""
    page = find_linked(page_id)
    return NamedGuide(str(page.translation_key), page.title, page.web_path) if page else None


def _render_sections(draft: GuidePage) -> dict[str, str]:
    """Section -> its HTML as readers will see it. Left out while one of its pictures is being prepared."""
    html = {}
    context = {"compilation": Compilation(locale=draft.locale.language_code, find_guide=_find_guide)}
    with override(draft.locale.language_code):
        for section in SECTIONS:
            try:
                html[str(section.key)] = section.compile(draft, draft.facts_page, context)["html"]
            except NotReady:
                continue
    return html


class EmergencyForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it can't wait for a clinician"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept for ever, and shown to administrators and clinicians until it is signed."),
    )


def may_publish_unsigned(user: Any, page: GuidePage) -> bool:
    return user.has_perm("content.publish_unsigned") and page.permissions_for_user(user).can_publish()


@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: HttpRequest, page_id: int) -> HttpResponse:
    page = get_object_or_404(GuidePage, pk=page_id)
    if not may_publish_unsigned(request.user, page):
        raise PermissionDenied
    open_parts = signing.find_open_parts(page.get_latest_revision_as_object())
    if not open_parts:
        messages.success(request, _("Everything is signed: it can be published like any other guide."))
        return redirect("sign_off", page.pk)
    form = EmergencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        seen = {part: request.POST[f"digest-{part}"] for part in PARTS if f"digest-{part}" in request.POST}
        signing.publish_unsigned(page, form.cleaned_data["reason"], request.user, seen)
        messages.warning(request, _("Published without sign-off: %(parts)s.") % {"parts": name_parts(open_parts)})
        return redirect("sign_off", page.pk)
    context = {
        "breadcrumbs_items": [
            {"url": reverse("sign_off", args=[page.pk]), "label": str(page)},
            {"url": "", "label": _("Publish in an emergency")},
        ],
        "header_icon": "warning",
        "page": page,
        "form": form,
        "parts": name_parts(open_parts),
        # The digests of the parts that were read first, since the form may be shown again to correct the reason.
        "digests": {part: request.POST.get(f"digest-{part}", digest) for part, digest in open_parts.items()},
    }
    return render(request, "admin/emergency.html", context)
