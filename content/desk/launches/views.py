"""The screen of a launch: its effects, or why it can't happen, its preview, and the button to launch."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from content.desk.impact.effects import describe_effects
from content.desk.launches.launching import apply, launch_now
from content.desk.launches.middleware import ADDRESS
from content.desk.launches.models import Launch, may_launch
from content.release.rehearsing import rehearse


class LaunchViewSet(SnippetViewSet):
    model = Launch
    icon = "rotate"
    menu_label = gettext_lazy("Launches")
    menu_name = "launches"
    menu_order = 145
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["title", Column("state", label=gettext_lazy("State")), "planned_at", "done_at"]


@require_http_methods(["GET", "HEAD", "POST"])
def show_launch(request: HttpRequest, launch_id: int) -> HttpResponse:
    launch = get_object_or_404(Launch, pk=launch_id)
    if not may_launch(request.user):
        raise PermissionDenied
    if request.method == "POST":
        return _act(request, launch)
    forbidden = [] if launch.done_at else launch.find_forbidden(request.user)
    rehearsal = None if launch.done_at or forbidden else rehearse(partial(apply, launch))
    list_address = LaunchViewSet().get_url_name("list")
    context = {
        "breadcrumbs_items": [{"url_name": list_address, "label": _("Launches")}, {"url": "", "label": launch.title}],
        "header_icon": "rotate",
        "launch": launch,
        "edit_address": LaunchViewSet().get_url_name("edit"),
        "forbidden": forbidden,
        "rehearsal": rehearsal,
        "effects": describe_effects(rehearsal.effects) if rehearsal else [],
        "pages": launch.pages.select_related("page__locale"),
        "offerings": launch.offerings.select_related("guide", "branch"),
        "preview": f"{settings.BASE_URL}{ADDRESS}{launch.make_preview_token(request.user)}/",
        "is_empty": not (launch.pages.exists() or launch.offerings.exists()),
    }
    return render(request, "admin/launch.html", context)


def _act(request: HttpRequest, launch: Launch) -> HttpResponse:
    if "end_previews" in request.POST:
        Launch.objects.filter(pk=launch.pk).update(previews_ended=launch.previews_ended + 1)
        messages.success(request, _("All preview links have been ended."))
    elif "launch" in request.POST:
        launch_now(launch, request.user)
        messages.success(request, _("“%(title)s” has been published.") % {"title": launch.title})
    return redirect("launch", launch.pk)
