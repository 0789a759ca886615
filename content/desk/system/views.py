"""The page that says how the product runs, for administrators."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from content.desk.access.table import administers
from content.desk.system import state


def may_read(user: Any) -> bool:
    return administers(user)


@require_http_methods(["GET", "HEAD", "POST"])
def system(request: HttpRequest) -> HttpResponse:
    """POST: try at once what fails."""
    if not may_read(request.user):
        raise PermissionDenied
    if request.method == "POST":
        count = state.retry_failing()
        said = ngettext("%(n)d message is tried again now.", "%(n)d messages are tried again now.", count)
        messages.success(request, said % {"n": count})
        return redirect("system")
    context = {
        "breadcrumbs_items": [{"url": "", "label": _("System")}],
        "header_icon": "cogs",
        "alarms": state.find_alarms(),
        "workers": state.find_workers(),
        "failing": state.find_failing(),
        "waiting": state.count_waiting(),
        "planned": state.find_planned(),
        "facts": [*state.describe_places(), *state.describe_versions()],
    }
    return render(request, "admin/system.html", context)
