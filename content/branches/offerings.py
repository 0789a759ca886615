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

from content.branches import csv_table
from content.branches.csv_table import FIELDS
from content.branches.models import BranchPage, Offering
from content.branches.policy import editable_branches
from content.publishing import publishing


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
    if branch_id is None:
        first = editable_branches(request.user).order_by("title").first()
        if first is None:
            raise PermissionDenied
        return redirect(reverse("offerings", args=[first.pk]))
    branch = _find_branch(request.user, branch_id)
    if request.method == "POST":
        return _save(request, branch, _build_forms(branch, request.POST))
    return _render(request, branch, _build_forms(branch))


@require_http_methods(["GET", "HEAD", "POST"])
def csv_file(request: HttpRequest, branch_id: int) -> HttpResponse:
    """The grid as a CSV table, to take home and to bring back. Of a table with a fault nothing is saved."""
    branch = _find_branch(request.user, branch_id)
    if request.method != "POST":
        response = HttpResponse(csv_table.write_table(branch), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="offerings-{branch.slug}.csv"'
        return response
    address = reverse("offerings", args=[branch.pk])
    file = request.FILES.get("table")
    try:
        if file is None:
            raise csv_table.TableError([_("Choose a CSV table first.")])
        lines = csv_table.read_table(file.read(csv_table.MAX_BYTES + 1))
    except csv_table.TableError as error:
        for message in error.messages[:20]:
            messages.error(request, message)
        return redirect(address)
    return _save(request, branch, _build_forms(branch, _fill(branch, lines)), then=address)


def _find_branch(user: Any, branch_id: int) -> BranchPage:
    branch: BranchPage = get_object_or_404(BranchPage, pk=branch_id)
    if not branch.permissions_for_user(user).can_edit():
        raise PermissionDenied
    return branch


def _save(request: HttpRequest, branch: BranchPage, rows: list[OfferingForm], then: str = "") -> HttpResponse:
    valid = [form.is_valid() for form in rows]  # every row says what is wrong with it
    if not all(valid):
        messages.error(request, _("Nothing was saved: mend the marked rows and save again."))
        return _render(request, branch, rows)
    with publishing():
        changed = [form.save() for form in rows if form.has_changed()]
    messages.success(request, _("%(branch)s: %(count)d offerings saved.") % {"branch": branch, "count": len(changed)})
    return redirect(then or request.path)


def _render(request: HttpRequest, branch: BranchPage, rows: list[OfferingForm]) -> HttpResponse:
    context = {
        "breadcrumbs_items": [{"url": "", "label": _("Offerings")}],
        "header_icon": "table",
        "media": sum((form.media for form in rows), forms.Media()),
        "branch": branch,
        "branches": editable_branches(request.user).order_by("title"),
        "forms": rows,
    }
    return render(request, "admin/offerings.html", context)


def _fill(branch: BranchPage, lines: list[csv_table.Line]) -> dict[str, Any]:
    """What the grid's form would send with the table's values in it."""
    given = {line.guide.pk: line.values for line in lines}
    data = {}
    for form in _build_forms(branch):
        for name in FIELDS:
            data[form.add_prefix(name)] = given.get(form.instance.guide_id, {}).get(name, form.initial.get(name))
    return {name: value for name, value in data.items() if value not in (None, False)}


def _build_forms(branch: BranchPage, data: Any = None) -> list[OfferingForm]:
    known = {offering.guide_id: offering for offering in branch.offerings.select_related("guide")}
    return [
        OfferingForm(
            data, prefix=f"guide-{guide.pk}", instance=known.get(guide.pk) or Offering(branch=branch, guide=guide)
        )
        for guide in csv_table.find_guides().values()
    ]
