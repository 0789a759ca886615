"""The screens of bulk work: what there is to do, the preview of a change, and what was done."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from content.desk.bulk.models import BulkOperation
from content.desk.bulk.operating import JOBS, Known, NotAsShown, find_jobs, operate, undo
from content.desk.bulk.rows import Row, TooMuch

#: Operations in the list. Older ones keep their page.
LATEST = 50


def may_work_in_bulk(user: Any) -> bool:
    return bool(find_jobs(user))


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The jobs that the user may do, and the latest operations that they may know of."""
    jobs = find_jobs(request.user)
    if not jobs:
        raise PermissionDenied
    known = Known(request.user)
    latest = BulkOperation.objects.defer("changes").select_related("made_by", "undone_by")[: LATEST * 5]
    context = {
        "header_icon": "list-ul",
        "breadcrumbs_items": [{"url": "", "label": _("Bulk changes")}],
        "jobs": jobs,
        "operations": [operation for operation in latest if known.may_read(operation)][:LATEST],
    }
    return render(request, "admin/bulk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: str) -> HttpResponse:
    """The form of a job, and below it the preview of what it asks for. The preview is what is sent."""
    if (job := JOBS.get(key)) is None:
        raise Http404
    if not job.may(request.user):
        raise PermissionDenied
    choice = job.form(request.GET or None, request.user)
    rows: list[Row] | None = None
    if choice.is_valid():
        if request.method == "POST" and (made := _apply(request, job, choice)):
            return redirect("bulk_operation", made.pk)
        rows = _plan(request, job, choice)
    context = {
        "header_icon": job.icon,
        "breadcrumbs_items": [
            {"url": reverse("bulk"), "label": _("Bulk changes")},
            {"url": "", "label": job.title},
        ],
        "job": job,
        "choice": choice,
        "rows": rows,
        "form_key": uuid.uuid4(),
    }
    return render(request, "admin/bulk_change.html", context)


def _apply(request: HttpRequest, job: Any, choice: Any) -> BulkOperation | None:
    try:
        form_key = uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        form_key = uuid.uuid4()
    try:
        made = operate(job, choice, request.user, request.POST, form_key)
    except NotAsShown as refused:
        messages.error(request, _("Nothing was changed. Look at the rows again; they show what is stored now."))
        for sentence in refused.messages:
            messages.error(request, sentence)
        return None
    count = len(made.changes)
    messages.success(request, ngettext("%(n)d row was changed.", "%(n)d rows were changed.", count) % {"n": count})
    return made


def _plan(request: HttpRequest, job: Any, choice: Any) -> list[Row] | None:
    try:
        rows: list[Row] = job.plan(choice, request.user)
    except TooMuch as refused:
        messages.error(request, refused.message)
        return None
    if request.method == "POST":
        for row in rows:
            row.tick(request.POST)
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
def operation(request: HttpRequest, operation_id: int) -> HttpResponse:
    """What an operation has changed. A POST undoes it."""
    made = get_object_or_404(BulkOperation.objects.select_related("made_by", "undone_by"), pk=operation_id)
    known = Known(request.user)
    if not may_work_in_bulk(request.user) or not known.may_read(made):
        raise PermissionDenied
    if request.method == "POST":
        left = undo(made, request.user)
        messages.success(request, _("Undone, but for the rows that are named below.") if left else _("Undone."))
        return redirect("bulk_operation", made.pk)
    context = {
        "header_icon": "history",
        "breadcrumbs_items": [
            {"url": reverse("bulk"), "label": _("Bulk changes")},
            {"url": "", "label": made.title},
        ],
        "operation": made,
        "changes": [(one, _find_address(one)) for one in made.changes],
    }
    return render(request, "admin/bulk_operation.html", context)


def _find_address(done: dict[str, Any]) -> str:
    if done["thing"] == "offering":
        return f"{reverse('every_offering')}?branch={done['branch']}&guide={done['guide']}"
    return reverse("wagtailadmin_pages:edit", args=[done["page"]])
