"""The drift report. Each line links to the screen where it can be fixed."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from content.desk.drift.drifts import DriftKind, find_drifts
from content.model.branches.policy import offering_branches

ROWS_A_PAGE = 100


class KindForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Show"), required=False, choices=[("", gettext_lazy("Everything")), *DriftKind.choices]
    )


def may_read(user: Any) -> bool:
    return offering_branches(user).exists()


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The drifts of the branches that the user may edit."""
    if not may_read(request.user):
        raise PermissionDenied
    form = KindForm(request.GET)
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    drifts: Any = find_drifts(list(offering_branches(request.user)), kind=kind)
    page = Paginator(drifts, ROWS_A_PAGE).get_page(request.GET.get("p"))
    context = {"form": form, "page": page, "query": f"kind={kind}"}
    return render(request, "admin/drift.html", context)
