"""The chooser of pages opens where guides or branches are listed. Wagtail's opens where all languages begin."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.deprecation import MiddlewareMixin

from content.model.branches.models import BranchIndexPage
from content.model.guides.models import GuideIndexPage

CHOOSER = "wagtailadmin_choose_page"
#: What is chosen -> the list that it is in. Links in texts lead to guides.
LISTS: dict[str, Any] = {
    "content.guidepage": GuideIndexPage,
    "content.branchpage": BranchIndexPage,
    "wagtailcore.page": GuideIndexPage,
    "": GuideIndexPage,
}


class BeginAtTheList(MiddlewareMixin):
    """Leads on to the list in the first language. There the chooser offers the others."""

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if request.method != "GET" or match is None or match.view_name != CHOOSER or not request.user.is_authenticated:
            return None
        # Where a page is moved or copied to may be anywhere. A language is asked for where all begin.
        if {"user_perms", "locale"} & request.GET.keys():
            return None
        model = LISTS.get(request.GET.get("page_type", ""))
        index = model.objects.order_by("pk").first() if model else None
        if index is None:
            return None
        response = redirect(f"{CHOOSER}_child", index.pk)
        response["Location"] += f"?{request.GET.urlencode()}"
        return response
