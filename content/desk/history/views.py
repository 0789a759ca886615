"""The screen “What patients saw”: every edition, its changes and its author. `returning` goes back to one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from content.desk.access.pages import find_screen, may_read_page
from content.desk.history import moments, sheets, texts
from content.desk.history.audit import build_json, read_audit, write_csv
from content.desk.history.margins import Margin, build_margin, build_record
from content.desk.history.moments import AsOfForm
from content.desk.recalls.buttons import find_recall_address
from content.desk.signoff.views import may_read as may_read_sign_offs
from content.edition.models import Edition
from content.model.guides.models import GuidePage
from content.model.publishing import Refused
from content.model.vocabulary import Kind
from content.public.records import render_record
from content.release import restoring

PAGED_BY = 25


def may_read(user: Any, edition: Edition) -> bool:
    """Users who may read the page. For a deleted page only administrators, since history has withdrawn words."""
    page = restoring.find_page(edition)
    return may_read_page(user, page) if page else user.is_superuser


def find_editions(user: Any, kind: str, subject: Any, locale: str) -> Any:
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
    editions = find_editions(request.user, kind, subject, locale)
    branches = moments.list_branches(request.user) if kind == Kind.GUIDE else {}
    form = AsOfForm(request.GET if "as_of" in request.GET else None, branches=branches)
    context = {
        **_frame(request, editions, kind, subject, locale),
        "form": form,
        "page": Paginator(editions.defer("body", "body_gzip", "body_br", "source"), PAGED_BY).get_page(
            request.GET.get("p")
        ),
    }
    zone = timezone.get_current_timezone_name()
    if form.is_valid():
        zone, release = form.cleaned_data["zone"], moments.find_release(form.cleaned_data["moment"])
        shown = editions.filter(release__lte=release).first()
        branch = form.cleaned_data.get("branch")
        context["moment"] = form.cleaned_data["moment"]
        context["margin"] = build_margin(shown, release=release, branch=branch) if shown else None
    with timezone.override(zone):
        return render(request, "admin/history.html", {**context, "zone": zone})


@require_safe
def edition(request: HttpRequest, kind: str, subject: Any, locale: str, version: int) -> HttpResponse:
    """One edition as it looked, its margin, and the differences from the one before or from `?against=`."""
    editions = find_editions(request.user, kind, subject, locale)
    shown = get_object_or_404(editions, version=version)
    before = _find_before(request, editions, shown)
    page = restoring.find_page(shown)
    context = {
        **_frame(request, editions, kind, subject, locale),
        "shown": shown,
        "margin": _read_margin(request, shown),
        "zone": timezone.get_current_timezone_name(),
        "before": before,
        "others": editions.exclude(pk=shown.pk).only("version", "release"),
        "changed": [change.heading for change in texts.compare(before, shown)] if before else [],
        "is_current": hasattr(shown, "current"),
        "may_return": bool(page and shown.source and page.permissions_for_user(request.user).can_publish()),
        "may_redact": request.user.has_perm("content.redact_edition") and not hasattr(shown, "current"),
    }
    return render(request, "admin/edition.html", context)


@require_safe
@xframe_options_sameorigin
def sheet(request: HttpRequest, kind: str, subject: Any, locale: str, version: int, way: str) -> HttpResponse:
    """An edition in the templates and styles of readers: as web page, phone, difference, or proof for print."""
    editions = find_editions(request.user, kind, subject, locale)
    shown = get_object_or_404(editions, version=version)
    margin = _read_margin(request, shown)
    if margin.redacted or (way == "phone" and not margin.has_phone):
        raise Http404
    response = render_record("phone" if way == "phone" else "web", request, build_record(margin))
    if way == "phone":
        return response
    page = sheets.read_page(response.content.decode())
    if way == "difference":
        before = _find_before(request, editions, shown)
        if before is None or before.notice.get("redacted"):
            raise Http404
        other = render_record("web", request, build_record(margin, before))
        sheets.mark_differences(sheets.read_page(other.content.decode()), page)
    if way == "proof":
        sheets.add_margin(page, render_to_string("admin/edition_proof.html", {"margin": margin}))
    sheets.still_links(page)
    response.content = str(page).encode()
    return response


def _find_before(request: HttpRequest, editions: Any, shown: Edition) -> Edition | None:
    against = request.GET.get("against", "")
    found: Edition | None = editions.filter(version=int(against) if against.isdecimal() else shown.version - 1).first()
    return found


def _read_margin(request: HttpRequest, shown: Edition) -> Margin:
    release, branch = request.GET.get("release", ""), request.GET.get("branch", "")
    known = moments.list_branches(request.user) if branch else {}
    if branch and branch not in known:
        raise Http404
    number = int(release) if release.isdecimal() and len(release) < 18 else None
    return build_margin(shown, release=number, branch=known.get(branch))


@require_POST
def redact(request: HttpRequest, kind: str, subject: Any, locale: str, version: int) -> HttpResponse:
    if not request.user.has_perm("content.redact_edition"):
        raise PermissionDenied
    shown = get_object_or_404(find_editions(request.user, kind, subject, locale), version=version)
    reason = request.POST.get("reason", "").strip()[:300]
    if not reason:
        raise Refused([_("Say why the words are erased: the reason is all that stays.")])
    restoring.redact(shown, reason, request.user)
    messages.success(request, _("The words of version %(version)s are erased.") % {"version": version})
    return redirect("edition", kind, subject, locale, version)


def _frame(request: HttpRequest, editions: Any, kind: str, subject: Any, locale: str) -> dict[str, Any]:
    newest = editions.first()
    page = restoring.find_page(newest) if newest else None
    title = _("What patients saw")
    return {
        "breadcrumbs_items": [{"url": "", "label": title}],
        "header_icon": "history",
        "title": f"{title}: {page.title}" if page else title,
        "of_page": page,
        "screen": find_screen(request.user, page) if page else "",
        "recall_address": find_recall_address(page, request.user),
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
        "screen": find_screen(request.user, page),
        "recall_address": find_recall_address(page, request.user),
        "page": Paginator(entries[::-1], PAGED_BY).get_page(request.GET.get("p")),
    }
    return render(request, "admin/audit.html", context)
