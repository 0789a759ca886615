"""The phone: the reference app, installable, that keeps the guides and reads them without a network.

Its shell is one page for everyone; what it shows comes by sync. With a draft as inline JSON the same shell is the
"Phone" preview.
"""

import hashlib
import json
from functools import cache
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from api.embeds.contents import find_direction
from content.model.vocabulary import Day
from content.public import reading
from content.public.caching import allow_caching, keep_private
from content.public.preview_links import PreviewRefused, read_preview

MODULES = ["phone/dom.js", "phone/keeping.js", "phone/parts.js", "phone/screens.js", "phone/treatment-guides.js"]
STYLES = ["web/site.css", "phone/phone.css"]
FILES = [*STYLES, "phone/phone.js", *MODULES, "web/icon.svg"]
#: How often an open app asks for what changed.
SECONDS_BETWEEN_SYNCS = 60

#: What the phone says itself, in every language at once, so that it can change language without a network.
WORDS = {
    "main": _("Main"),
    "skip": _("Skip to the content"),
    "language": _("Language"),
    "guides": _("Treatment guides"),
    "branches": _("Branches"),
    "all_guides": _("All guides"),
    "loading": _("Loading the guides …"),
    "offline": _("No connection: you are reading what was kept on this device."),
    "first_needs_network": _("No connection. The guides are kept on this device once you have opened them online."),
    "updates_ready": _("There are updates: they show on the next screen."),
    "search": _("Search"),
    "search_for": _("Treatment or question"),
    "corrected": _("Showing what was found for “{words}”."),
    "searched_offline": _("No connection: searched in what is kept on this device."),
    "nothing_found": _("Nothing was found for “{words}”. Try another word, or ask the clinic."),
    "none": _("No guides yet."),
    "none_here": _("This branch offers none of the treatments yet."),
    "not_found": _("There is nothing here."),
    "gone": _("This guide has been taken off."),
    "recalled": _("Recalled."),
    "recalled_part": _("Part recalled"),
    "updated": _("Updated since you read it"),
    "facts": _("Facts at a glance"),
    "time": _("Time per session"),
    "minutes": _("{n} minutes"),
    "sessions": _("Sessions needed"),
    "n_sessions": _("{n} sessions"),
    "weeks_between": _("Weeks between sessions"),
    "downtime": _("Downtime"),
    "no_downtime": _("No downtime"),
    "days": _("{n} days"),
    "contact": _("Contact"),
    "call": _("Call"),
    "chat": _("Chat"),
    "book": _("Book"),
    "from_price": _("From {price}"),
    "valid_from": _("(since {date})"),
    "other_language": _("This guide is not available in your language yet."),
    "questions": _("Questions people ask"),
    "sources": _("Sources"),
    "risks": _("Possible side effects:"),
    "read_safety": _("Is it right for you?"),
    "checked_by": _("Checked by {name}, {role}"),
    "sample_person": _("sample person"),
    "signed_off_by": _("Signed off by {name} ({body} {number})"),
    "reviewed_on": _("Reviewed on {date}"),
    "next_review": _("Next review due {date}"),
    "overdue": _("The review was due on {date} and is overdue"),
    "version": _("Version {n}, {date}"),
    "branch_why": _("Choose a branch to see what it offers, its prices and how to reach it."),
    "any_branch": _("All branches"),
    "mistake": _("Report a mistake in this section"),
    "mistake_what": _("What is wrong?"),
    "mistake_no_private": _("Please write nothing about yourself or your health."),
    "send": _("Send"),
    "mistake_sent": _("Thank you. The editors have it now."),
    "mistake_not_sent": _("It could not be sent. Try again when you have a connection."),
    "mistake_too_many": _("You have sent several already. Try again in an hour."),
}


def _languages() -> list[dict[str, str]]:
    return [
        {"code": code, "name": name, "direction": find_direction(code)}
        for code, name in settings.WAGTAIL_CONTENT_LANGUAGES
    ]


def _words(locale: str) -> dict[str, Any]:
    with override(locale):
        said = {name: str(text) for name, text in WORDS.items()}
        return said | {"days_of_week": {day.value: str(day.label) for day in Day}}


def _shell(request: HttpRequest, group: dict[str, Any], **context: Any) -> HttpResponse:
    languages = _languages()
    locale = group["default_locale"]
    setup = {
        "group": {key: group[key] for key in ("name", "contact", "attribution", "default_locale")},
        "languages": languages,
        "words": {language["code"]: _words(language["code"]) for language in languages},
        "seconds_between": SECONDS_BETWEEN_SYNCS,
    }
    context["canonical"] = f"{settings.BASE_URL}/app/"
    context |= {
        "group": group,
        "locale": locale,
        "direction": find_direction(locale),
        "setup": setup,
        "modules": MODULES,
    }
    return render(request, "phone/app.html", context)


@csp_update({"manifest-src": [SELF], "worker-src": [SELF]})
@require_safe
def app(request: HttpRequest) -> HttpResponse:
    group = reading.read_house().group.document
    with override(group["default_locale"]):
        response = _shell(request, group)
    allow_caching(response, ["group"])
    return response


@csp_replace({"frame-ancestors": [SELF]})  # the editor shows it in a frame beside the form
def render_guide_draft(request: HttpRequest, document: dict[str, Any]) -> HttpResponse:
    """The phone with a guide that nobody else can see: a draft, in its frame beside the form or on a device."""
    group = reading.read_house().group.document
    with override(document["locale"]):
        response = _shell(request, group, draft=document, draft_notice=_("Draft: nobody outside can see this page."))
    keep_private(response)
    return response


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The draft of a preview link; what has ended, expired or never was says so."""
    try:
        return render_guide_draft(request, read_preview(token))
    except PreviewRefused as refused:
        status = 410 if refused.is_over else 404
        response = HttpResponse(f"{refused}\n", status=status, content_type="text/plain; charset=utf-8")
    keep_private(response)
    return response


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    group = reading.read_house().group.document
    icons = [
        {"src": static(f"phone/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    answer = {
        "id": "/app/",
        "name": f"{group['name']}: {_('Treatment guides')}",
        "short_name": group["name"],
        "start_url": "/app/",
        "scope": "/app/",
        "display": "standalone",
        "background_color": "#fbfaf7",
        "theme_color": "#0b5d5b",
        "icons": icons,
    }
    response = JsonResponse(answer, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
    allow_caching(response, ["group"])
    return response


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Another digest is another worker: browsers then fetch every file anew."""
    files = json.dumps(["/app/", *(static(name) for name in FILES)])
    response = render(
        request, "phone/sw.js", {"digest": _digest(), "files": files}, content_type="text/javascript; charset=utf-8"
    )
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _digest() -> str:
    found = hashlib.sha256()
    for name in FILES:
        path = finders.find(name)
        assert isinstance(path, str), name
        with open(path, "rb") as file:
            found.update(file.read())
    return found.hexdigest()[:12]
