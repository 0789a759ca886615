"""The screen “What patients saw”: every edition, its changes and its author, and the return to an earlier one."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from content.desk.history import texts
from content.desk.history.audit import build_json, read_audit, write_csv
from content.desk.signoff.views import may_read as may_read_sign_offs
from content.edition.models import Edition
from content.model.guides.models import GuidePage
from content.model.publishing import Refused
from content.model.vocabulary import Kind
from content.release import restoring

PAGED_BY = 25


class AsOfForm(forms.Form):
    """`as_of` is a moment in the time zone of the admin."""

    as_of = forms.DateTimeField(
        required=False,
        label=gettext_lazy("What patients saw on"),
        input_formats=["iso8601"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


def may_read(user: Any, edition: Edition) -> bool:
    """Users who may edit the page. For a deleted page only administrators, since history has withdrawn words."""
    page = restoring.find_page(edition)
    return page.permissions_for_user(user).can_edit() if page else user.is_superuser


def _find_editions(user: Any, kind: str, subject: Any, locale: str) -> Any:
    editions = Edition.objects.filter(kind=kind, subject=subject, locale=locale).select_related("release")
    latest = editions.order_by("-version").first()
    if latest is None or kind not in (Kind.GUIDE, Kind.BRANCH):
        return Edition.objects.none()
    if not may_read(user, latest):
        raise PermissionDenied
    return editions.order_by("-version")


@require_safe
def history(request: HttpRequest, kind: str, subject: Any, locale: str) -> HttpResponse:
    """All editions of a page, newest first. `?as_of=` shows the one that was public at that moment."""
    editions = _find_editions(request.user, kind, subject, locale)
    form = AsOfForm(request.GET if "as_of" in request.GET else None)
    moment: datetime | None = form.cleaned_data["as_of"] if form.is_valid() else None
    context = {
        **_frame(editions, kind, subject, locale),
        "form": form,
        "moment": moment,
        "shown": editions.filter(release__committed_at__lte=moment).first() if moment else None,
        "page": Paginator(editions.defer("body", "body_gzip", "body_br", "source"), PAGED_BY).get_page(
            request.GET.get("p")
        ),
    }
    if context["shown"]:
        context["parts"] = texts.read_parts(context["shown"])
    return render(request, "admin/history.html", context)


@require_safe
def edition(request: HttpRequest, kind: str, subject: Any, locale: str, version: int) -> HttpResponse:
    """One edition: its words, its origin, and the differences from the one before or from `?against=`."""
    editions = _find_editions(request.user, kind, subject, locale)
    shown = get_object_or_404(editions, version=version)
    against = request.GET.get("against", "")
    before = editions.filter(version=int(against) if against.isdecimal() else version - 1).first()
    page = restoring.find_page(shown)
    context = {
        **_frame(editions, kind, subject, locale),
        "shown": shown,
        "before": before,
        "others": editions.exclude(pk=shown.pk).only("version", "release"),
        "parts": texts.read_parts(shown),
        "changes": texts.compare(before, shown),
        "is_current": hasattr(shown, "current"),
        "may_return": bool(page and shown.source and page.permissions_for_user(request.user).can_publish()),
        "may_redact": request.user.has_perm("content.redact_edition") and not hasattr(shown, "current"),
    }
    return render(request, "admin/edition.html", context)


@require_POST
def return_to(request: HttpRequest, kind: str, subject: Any, locale: str, version: int) -> HttpResponse:
    shown = get_object_or_404(_find_editions(request.user, kind, subject, locale), version=version)
    page = restoring.find_page(shown)
    if page is None or not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    try:
        restoring.return_to(shown, request.user)
    except ValidationError as error:
        raise Refused(
            [_("Version %(version)s does not fit any more:") % {"version": version}, *error.messages]
        ) from error
    messages.success(request, _("What version %(version)s said is public again.") % {"version": version})
    return redirect("history", kind, subject, locale)


@require_POST
def redact(request: HttpRequest, kind: str, subject: Any, locale: str, version: int) -> HttpResponse:
    if not request.user.has_perm("content.redact_edition"):
        raise PermissionDenied
    shown = get_object_or_404(_find_editions(request.user, kind, subject, locale), version=version)
    reason = request.POST.get("reason", "").strip()[:300]
    if not reason:
        raise Refused([_("Say why the words are erased: the reason is all that stays.")])
    restoring.redact(shown, reason, request.user)
    messages.success(request, _("The words of version %(version)s are erased.") % {"version": version})
    return redirect("edition", kind, subject, locale, version)


def _frame(editions: Any, kind: str, subject: Any, locale: str) -> dict[str, Any]:
    newest = editions.first()
    page = restoring.find_page(newest) if newest else None
    title = _("What patients saw")
    return {
        "breadcrumbs_items": [{"url": "", "label": title}],
        "header_icon": "history",
        "title": f"{title}: {page.title}" if page else title,
        "of_page": page,
        "kind": kind,
        "subject": subject,
        "of_locale": locale,
    }


@require_safe
def audit(request: HttpRequest, page_id: int) -> HttpResponse:
    """Who did what with a guide. `?format=csv` or `?format=json` exports it."""
    page = get_object_or_404(GuidePage, pk=page_id)
    if not may_read_sign_offs(request.user, page):
        raise PermissionDenied
    entries = read_audit(page)
    name = f"audit-{page.slug}-{page.locale.language_code}"
    if request.GET.get("format") == "json":
        response: HttpResponse = JsonResponse(build_json(page, entries), json_dumps_params={"ensure_ascii": False})
        response["Content-Disposition"] = f'attachment; filename="{name}.json"'
        return response
    if request.GET.get("format") == "csv":
        response = HttpResponse(write_csv(entries), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    context = {
        "breadcrumbs_items": [{"url": "", "label": _("Who did what")}],
        "header_icon": "history",
        "of_page": page,
        "page": Paginator(entries[::-1], PAGED_BY).get_page(request.GET.get("p")),
    }
    return render(request, "admin/audit.html", context)
