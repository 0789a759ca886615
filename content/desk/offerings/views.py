"""The screens for offerings: the grid of one branch or of all, CSV tables, and undo."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from content.desk.offerings import csv_table
from content.desk.offerings.forms import OfferingForm
from content.desk.offerings.grids import (
    Compared,
    Pairs,
    build_forms,
    fill_forms,
    read_forms,
    save_forms,
    undo,
)
from content.model.branches.models import BranchPage, Offering, OfferingBatch
from content.model.branches.policy import find_guides, offering_branches
from content.model.guides.models import GuidePage
from content.model.ordering import ByCodePoint
from content.model.publishing import Refused
from content.model.vocabulary import Country

ROWS_A_PAGE = 50
#: Older batches can't be undone. They remain in the history of each offering.
LATEST = 20


@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: HttpRequest, branch_id: int | None = None) -> HttpResponse:
    """The grid of one branch whose page the user may edit."""
    if branch_id is None:
        first = offering_branches(request.user).order_by(ByCodePoint("title")).first()
        if first is None:
            raise PermissionDenied
        return redirect(reverse("offerings", args=[first.pk]))
    branch, guides = _find_branch(request.user, branch_id), find_guides(request.user)
    address = request.get_full_path()
    pairs: Any = Pairs([branch], guides)
    page = Paginator(pairs, ROWS_A_PAGE).get_page(request.GET.get("p"))
    context = {"page": page}
    if request.method == "POST":
        return _save(request, read_forms([branch], guides, request.POST), address, branch, context)
    return _render(request, build_forms(page.object_list), address, branch, context)


class FilterForm(forms.Form):
    country = forms.ChoiceField(required=False, label=gettext_lazy("Country"))
    branch: Any = forms.ModelChoiceField(None, required=False, label=gettext_lazy("Branch"))
    guide: Any = forms.ModelChoiceField(None, required=False, label=gettext_lazy("Guide"))
    state = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Show"),
        choices=[
            ("", gettext_lazy("Everything")),
            ("offered", gettext_lazy("Offered")),
            ("not_offered", gettext_lazy("Not offered")),
            ("no_price", gettext_lazy("Offered without a price")),
        ],
    )

    def __init__(self, data: Any, user: Any) -> None:
        super().__init__(data)
        branches = offering_branches(user).order_by(ByCodePoint("title"))
        fields: Any = self.fields
        fields["branch"].queryset, fields["branch"].empty_label = branches, _("All branches")
        fields["guide"].empty_label = _("All guides")
        fields["guide"].queryset = find_guides(user)
        countries = {branch.country for branch in branches}
        fields["country"].choices = [("", _("All countries")), *(c for c in Country.choices if c[0] in countries)]

    def find_pairs(self) -> Pairs:
        """The pairs that match the filters and that the user may edit. An invalid filter is ignored."""
        self.is_valid()
        asked = self.cleaned_data
        fields: Any = self.fields
        branches = [asked["branch"]] if asked.get("branch") else list(fields["branch"].queryset)
        branches = [branch for branch in branches if asked.get("country") in (None, "", branch.country)]
        guides = fields["guide"].queryset
        if asked.get("guide"):
            guides = guides.filter(pk=asked["guide"].pk)
        state = asked.get("state")
        if not state:
            return Pairs(branches, guides)
        offered = Offering.objects.filter(available=True, branch__in=branches).order_by()
        priced = set(offered.exclude(price_from=None).values_list("branch", "guide"))
        found = set(offered.values_list("branch", "guide"))
        wanted = {"offered": found, "no_price": found - priced}.get(state)
        return Pairs(branches, guides, (lambda key: key not in found) if wanted is None else wanted.__contains__)


@require_http_methods(["GET", "HEAD", "POST"])
def every(request: HttpRequest) -> HttpResponse:
    """The offerings of all branches that the user may edit, filtered and paginated."""
    branches = list(offering_branches(request.user))
    if not branches:
        raise PermissionDenied
    filters = FilterForm(request.GET, request.user)
    pairs: Any = filters.find_pairs()
    page = Paginator(pairs, ROWS_A_PAGE).get_page(request.GET.get("p"))
    context = {"filters": filters, "page": page, "query": _query(request)}
    if request.method == "POST":
        rows = read_forms(branches, find_guides(request.user), request.POST)
        return _save(request, rows, request.get_full_path(), context=context)
    return _render(request, build_forms(page.object_list), request.get_full_path(), context=context)


def _query(request: HttpRequest) -> str:
    """The filters as a query, for links to other pages."""
    asked = request.GET.copy()
    asked.pop("p", None)
    return asked.urlencode()


@require_http_methods(["GET", "HEAD", "POST"])
def csv_file(request: HttpRequest, branch_id: int | None = None) -> HttpResponse:
    """Exports and imports a CSV table. The changes of a table are shown before they are saved."""
    branches = [_find_branch(request.user, branch_id)] if branch_id else list(offering_branches(request.user))
    if not branches:
        raise PermissionDenied
    guides = find_guides(request.user)
    if request.method != "POST":
        table = csv_table.write_table(branches, guides, with_branch=branch_id is None)
        response = HttpResponse(csv_table.encode_table(table), content_type="text/csv; charset=utf-8")
        name = branches[0].slug if branch_id else "every-branch"
        response["Content-Disposition"] = f'attachment; filename="offerings-{name}.csv"'
        return response
    address = reverse("offerings", args=[branch_id]) if branch_id else reverse("every_offering")
    try:
        content = _read_upload(request)
        text, assumed = csv_table.decode_table(content)
        lines = csv_table.read_table(content, branches, guides, with_branch=branch_id is None)
    except csv_table.TableError as error:
        for message in error.messages[:20]:
            messages.error(request, message)
        return redirect(address)
    compared = Compared(fill_forms(lines, request.POST), request.POST)
    return _compare(request, compared, text, assumed, address, branches[0] if branch_id else None)


def _read_upload(request: HttpRequest) -> bytes:
    file = request.FILES.get("table")
    if file is None and "text" not in request.POST:
        raise csv_table.TableError([_("Choose a CSV table first.")])
    return file.read(csv_table.MAX_BYTES + 1) if file else request.POST["text"].encode()


def _compare(
    request: HttpRequest, compared: Compared, text: str, assumed: str, address: str, branch: BranchPage | None
) -> HttpResponse:
    """Show what a table would change. When confirmed, save it, unless others have changed something meanwhile."""
    is_wrong = not all(form.is_valid() or form.only_asks for form in compared.rows)
    is_open = compared.is_held or any(form.asked for form in compared.rows)
    if not compared.has_changed_since and (is_wrong or ("text" in request.POST and not is_open)):
        return _save(request, compared.rows, address, branch)
    if "text" in request.POST and (compared.has_changed_since or compared.is_held):
        message = _("Nothing was saved because somebody else has made changes in the meantime. Check the table again.")
        messages.error(request, message)
    if assumed:
        messages.info(request, _("The table was read as %(encoding)s.") % {"encoding": assumed})
    context = {
        "breadcrumbs_items": [{"url": address, "label": _("Offerings")}, {"url": "", "label": _("Check the changes")}],
        "header_icon": "table",
        "rows": [form for form in compared.latest if form.has_changed()],
        "conflicts": compared.conflicts,
        "text": text,
        "back": address,
    }
    return render(request, "admin/offerings_difference.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest) -> HttpResponse:
    """The latest batches. A user who may edit all branches of a batch can undo it."""
    mine = set(offering_branches(request.user).values_list("pk", flat=True))
    if not mine:
        raise PermissionDenied
    found = [
        batch
        for batch in OfferingBatch.objects.select_related("made_by", "undone_by")[: LATEST * 5]
        if {change["branch"] for change in batch.changes} <= mine
    ][:LATEST]
    if request.method == "POST":
        batch = next((batch for batch in found if str(batch.pk) == request.POST.get("batch")), None)
        if batch is None:
            raise Refused([_("This change cannot be found, or is too old to undo.")])
        undo(batch, request.user)
        count = len(batch.changes)
        message = ngettext("%(n)d offering was restored.", "%(n)d offerings were restored.", count)
        messages.success(request, message % {"n": count})
        return redirect("offering_changes")
    names: dict[str, dict[int, str]] = {
        "branch": dict(BranchPage.objects.values_list("pk", "title")),
        "guide": _name_guides(found),
    }
    context = {
        "breadcrumbs_items": [
            {"url": reverse("offerings"), "label": _("Offerings")},
            {"url": "", "label": _("Changes")},
        ],
        "header_icon": "history",
        "batches": [(batch, _describe(batch, names)) for batch in found],
    }
    return render(request, "admin/offering_changes.html", context)


def _name_guides(batches: list[OfferingBatch]) -> dict[int, str]:
    keys = {change["guide"] for batch in batches for change in batch.changes}
    return {page.pk: page.title for page in GuidePage.objects.only("title").in_bulk(keys).values()}


def _describe(batch: OfferingBatch, names: dict[str, dict[int, str]]) -> list[str]:
    return [
        f"{names['branch'].get(change['branch'], '–')}: {names['guide'].get(change['guide'], '–')}"
        for change in batch.changes
    ]


def _find_branch(user: Any, branch_id: int) -> BranchPage:
    branch: BranchPage = get_object_or_404(BranchPage, pk=branch_id).source_page
    if not branch.permissions_for_user(user).can_edit():
        raise PermissionDenied
    return branch


def _save(
    request: HttpRequest,
    rows: list[OfferingForm],
    address: str,
    branch: BranchPage | None = None,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    valid = [form.is_valid() for form in rows]  # each row shows its own errors
    if not all(valid):
        messages.error(request, _("Nothing was saved. Fix the marked rows and save again."))
        return _render(request, rows, address, branch, context)
    count = save_forms(rows, request.user)
    undo_button = [messages.button(reverse("offering_changes"), _("Undo"))] if count else []
    message = ngettext("%(count)d offering saved.", "%(count)d offerings saved.", count)
    messages.success(request, message % {"count": count}, buttons=undo_button)
    return redirect(address)


def _render(
    request: HttpRequest,
    rows: list[OfferingForm],
    address: str,
    branch: BranchPage | None = None,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """The grid of one branch; if None, of all branches, with a column for the branch. `address` receives the form."""
    shown = {
        "breadcrumbs_items": [{"url": "", "label": _("Offerings")}],
        "header_icon": "table",
        "media": sum((form.media for form in rows), forms.Media()),
        "branch": branch,
        "branches": offering_branches(request.user).order_by(ByCodePoint("title")),
        "forms": rows,
        "save_address": address,
    }
    return render(request, "admin/offerings.html", {**shown, **(context or {})})
