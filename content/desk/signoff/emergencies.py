"""The screen on which a guide is published in an emergency, without sign-off."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from content.approval.signoff import signing
from content.approval.signoff.parts import name_parts
from content.model.guides.models import GuidePage
from content.model.vocabulary import PARTS


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
    names = name_parts(open_parts)
    if not open_parts:
        messages.success(request, _("Everything is signed: it can be published like any other guide."))
        return redirect("sign_off", page.pk)
    form = EmergencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        seen = {part: request.POST[f"digest-{part}"] for part in PARTS if f"digest-{part}" in request.POST}
        signing.publish_unsigned(page, form.cleaned_data["reason"], request.user, seen)
        messages.warning(request, _("Published without sign-off: %(parts)s.") % {"parts": names})
        return redirect("sign_off", page.pk)
    context = {
        "breadcrumbs_items": [
            {"url": reverse("sign_off", args=[page.pk]), "label": str(page)},
            {"url": "", "label": _("Publish in an emergency")},
        ],
        "header_icon": "warning",
        "page": page,
        "form": form,
        "parts": names,
        # The digests of the parts that were read first, since the form may be shown again to correct the reason.
        "digests": {part: request.POST.get(f"digest-{part}", digest) for part, digest in open_parts.items()},
    }
    return render(request, "admin/emergency.html", context)
