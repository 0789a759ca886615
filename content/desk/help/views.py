"""The page on which every screen is explained."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.desk.help.topics import TOPICS


@require_safe
def how_it_works(request: HttpRequest) -> HttpResponse:
    title = _("How it works here")
    context = {
        "breadcrumbs_items": [{"url": "", "label": title}],
        "header_icon": "help",
        "title": title,
        "topics": TOPICS,
    }
    return render(request, "admin/how_it_works.html", context)
