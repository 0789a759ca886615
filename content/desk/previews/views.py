"""The screens of preview links: make one, with a QR code, list open ones, and end one."""

from datetime import timedelta
from typing import Any

import segno
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.desk.access.pages import may_edit_guides
from content.model.guides.models import GuidePage
from content.model.preview_links import LIVES, PreviewLink, make_link


class LinkForm(forms.Form):
    hours = forms.TypedChoiceField(label=gettext_lazy("The link works for"), choices=list(LIVES.items()), coerce=int)


def _require_editor(request: HttpRequest, page: GuidePage) -> None:
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied


@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, page_id: int) -> HttpResponse:
    """The links of one guide, with a QR code for the newest open one."""
    page = get_object_or_404(GuidePage, pk=page_id)
    _require_editor(request, page)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        make_link(page, request.user, timedelta(hours=form.cleaned_data["hours"]))
        return redirect("preview_links", page.pk)
    found = list(page.preview_links.select_related("made_by"))
    newest = next((link for link in found if link.is_open), None)
    code = segno.make(newest.address).svg_inline(scale=5, border=2, light="#fff") if newest else ""
    context: dict[str, Any] = {"page": page, "form": form, "links": found, "newest": newest, "code": code}
    return render(request, "admin/preview_links.html", context)


@require_safe
def every_link(request: HttpRequest) -> HttpResponse:
    """All open links to guides that the user may edit."""
    if not may_edit_guides(request.user):
        raise PermissionDenied
    open_links = PreviewLink.objects.filter(revoked_at=None, expires_at__gt=timezone.now())
    found = [
        link
        for link in open_links.select_related("page", "made_by")
        if link.is_open and link.page.permissions_for_user(request.user).can_edit()
    ]
    return render(request, "admin/preview_links.html", {"links": found})


@require_POST
def end(request: HttpRequest, link_id: int) -> HttpResponse:
    link = get_object_or_404(PreviewLink.objects.select_related("page"), pk=link_id)
    _require_editor(request, link.page)
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
    messages.success(request, _("The link has been ended and no longer works."))
    return redirect("preview_links", link.page_id)
