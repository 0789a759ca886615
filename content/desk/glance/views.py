"""The one page about a guide: what there is in each language and branch, what waits for whom, and what is next."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.desk.dashboard.planned import list_planned
from content.desk.glance.branches import read_branches
from content.desk.glance.languages import read_languages
from content.desk.glance.looking import Look
from content.desk.glance.places import read_places
from content.desk.glance.waiting import find_waiting
from content.desk.launches.models import Launch, may_launch
from content.desk.mistakes.models import MistakeReport
from content.desk.recalls.buttons import find_recall_address
from content.model.branches.policy import offering_branches
from content.model.vocabulary import Kind


@require_safe
def glance(request: HttpRequest, subject: UUID) -> HttpResponse:
    look = Look(subject, request.user)
    if not look.all_pages:
        raise Http404
    if not look.pages:
        raise PermissionDenied
    shown = look.pages[0]
    context = {
        "breadcrumbs_items": [
            {"url": reverse("guide_listing:index"), "label": _("Guides")},
            {"url": "", "label": shown.title},
        ],
        "header_icon": "info-circle",
        "page": shown,
        "source": look.source,
        "languages": read_languages(look),
        "branches": read_branches(look),
        "places": read_places(look),
        "waiting": find_waiting(look),
        "planned": list_planned(look.guides),
        "launches": _find_launches(look),
        "last_reported": _find_last_report(look),
        "offerings": _find_offerings(look),
        "recall": find_recall_address(look.source, request.user),
    }
    return render(request, "admin/glance.html", context)


def _find_launches(look: Look) -> list[Launch]:
    """Those to come that change it, for users who may see launches."""
    if not may_launch(look.user):
        return []
    names = Q(pages__page__translation_key=look.subject) | Q(offerings__guide__translation_key=look.subject)
    return list(Launch.objects.filter(names, done_at=None).order_by("planned_at", "pk").distinct())


def _find_last_report(look: Look) -> Any:
    """When a reader last said that something of it is wrong; None if nobody has."""
    reports = MistakeReport.objects.filter(edition__kind=Kind.GUIDE, edition__subject=look.subject)
    return reports.order_by("-reported_at").values_list("reported_at", flat=True).first()


def _find_offerings(look: Look) -> str:
    if not offering_branches(look.user).exists():
        return ""
    return f"{reverse('every_offering')}?guide={look.source.pk}"
