"""The grid in which a branch's offerings are edited: a row for every guide."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from content.branches.models import BranchPage, Offering
from content.branches.policy import editable_branches
from content.guides.models import GuidePage

FIELDS = ["available", "price_from", "currency", "price_valid_from", "practitioner", "booking_url", "note"]


class OfferingForm(forms.ModelForm):
    class Meta:
        model = Offering
        fields = FIELDS
        widgets = {
            "price_valid_from": AdminDateInput,
            "price_from": forms.NumberInput(attrs={"min": 0, "step": "0.01"}),
            "note": forms.TextInput(attrs={"maxlength": 140}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # The column's heading is the visible label; this names the cell for those who can't see the column.
            field.widget.attrs["aria-label"] = f"{self.instance.guide.title}: {field.label or name}"


@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: HttpRequest, branch_id: int | None = None) -> HttpResponse:
    """Edit what a branch offers. Only branches whose page the user may edit."""
    branches = editable_branches(request.user).order_by("title")
    if not branches:
        raise PermissionDenied
    if branch_id is None:
        return redirect(reverse("offerings", args=[branches[0].pk]))
    branch = get_object_or_404(BranchPage, pk=branch_id)
    if not branch.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    forms_of_rows = _build_forms(branch, request.POST or None)
    if request.method == "POST":
        valid = [form.is_valid() for form in forms_of_rows]  # every row says what is wrong with it
        if all(valid):
            changed = [form.save() for form in forms_of_rows if form.has_changed()]
            messages.success(
                request, _("%(branch)s: %(count)d offerings saved.") % {"branch": branch, "count": len(changed)}
            )
            return redirect(request.path)
        messages.error(request, _("Nothing was saved: mend the marked rows and save again."))
    context = {
        "breadcrumbs_items": [{"url": "", "label": _("Offerings")}],
        "header_icon": "table",
        "media": sum((form.media for form in forms_of_rows), forms.Media()),
        "branch": branch,
        "branches": branches,
        "forms": forms_of_rows,
    }
    return render(request, "admin/offerings.html", context)


def _build_forms(branch: BranchPage, data: Any) -> list[OfferingForm]:
    known = {offering.guide_id: offering for offering in branch.offerings.select_related("guide")}
    sources: dict[Any, GuidePage] = {}
    for page in GuidePage.objects.order_by("pk"):
        sources.setdefault(page.translation_key, page)
    guides = sorted(sources.values(), key=lambda page: page.title)
    return [
        OfferingForm(
            data, prefix=f"guide-{guide.pk}", instance=known.get(guide.pk) or Offering(branch=branch, guide=guide)
        )
        for guide in guides
    ]
