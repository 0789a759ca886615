"""Asks before a consent ends: its pictures leave every guide at once, and nobody can bring them back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from content.desk.consents.ending import ends, tell_of_end
from content.model.conflicts import digest
from content.model.consent.models import Consent

#: The name of what says that the consequences were seen: a digest of them.
SEEN = "end_seen"


@hooks.register("before_edit_snippet")
def ask_before_end(request: HttpRequest, instance: Any) -> HttpResponse | None:
    if not isinstance(instance, Consent) or request.method != "POST" or not ends(instance, request.POST):
        return None
    consequences = tell_of_end(instance)
    seen = digest([[one.sentence, *one.names] for one in consequences])
    if not consequences or request.POST.get(SEEN) == seen:
        return None
    title = _("End the consent %(reference)s?") % {"reference": instance}
    sent = request.POST.copy()
    sent.pop("csrfmiddlewaretoken", None)
    sent[SEEN] = seen
    context = {
        "breadcrumbs_items": [
            {"url": reverse(Consent.snippet_viewset.get_url_name("list")), "label": Consent._meta.verbose_name_plural},
            {"url": "", "label": title},
        ],
        "header_icon": "warning",
        "title": title,
        "consequences": consequences,
        "sent": [(name, value) for name, values in sent.lists() for value in values],
        "back": request.path,
    }
    return render(request, "admin/end_consent.html", context)
