"""The phone: an installable reference app that keeps the guides and shows them offline.

Its shell is one page for everyone; its content comes by sync. With a draft as inline JSON the same shell is the
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
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from api.answers import answer_sentence
from api.languages import LOCALES, find_direction
from api.phone.words import read_words
from content.public import reading
from content.public.caching import allow_caching, keep_private
from content.public.link_previews import PreviewRefused, read_preview
from content.public.records import Record

MODULES = ["phone/dom.js", "phone/keeping.js", "phone/parts.js", "phone/screens.js", "phone/treatment-guides.js"]
#: Loaded by the first search without a network, from what the service worker keeps.
OFFLINE_SEARCH = [f"phone/{name}.js" for name in ("offline-search", "offline-search-worker", "treatment-guides-search")]
STYLES = ["web/site.css", "phone/phone.css"]
FILES = [*STYLES, "phone/first.js", "phone/phone.js", *MODULES, *OFFLINE_SEARCH, "web/icon.svg"]
#: Within how many seconds an open app notices a release.
SECONDS_BETWEEN_QUESTIONS = 60


def _languages() -> list[dict[str, str]]:
    return [{"code": code, "name": name, "direction": find_direction(code)} for code, name in LOCALES.items()]


def _shell(request: HttpRequest, group: dict[str, Any], **context: Any) -> HttpResponse:
    languages = _languages()
    locale = group["default_locale"]
    setup = {
        "group": {key: group[key] for key in ("name", "contact", "attribution", "default_locale")},
        "languages": languages,
        "words": {language["code"]: read_words(language["code"]) for language in languages},
        "seconds_between": SECONDS_BETWEEN_QUESTIONS,
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


def render_guide_draft(request: HttpRequest, document: dict[str, Any]) -> HttpResponse:
    """The phone with a draft: in a frame next to the form, or on a device."""
    group = reading.read_house().group.document
    with override(document["locale"]):
        response = _shell(request, group, draft=document, draft_notice=_("Draft: this page is not public."))
    keep_private(response)
    return response


@csp_replace({"frame-ancestors": [SELF]})
def render_record(request: HttpRequest, record: Record) -> HttpResponse:
    """The phone with a guide as it was, and with what a branch said of it."""
    with override(record.locale):
        response = _shell(request, record.group, draft=record.document, draft_notice=record.remark)
    keep_private(response)
    return response


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The draft of a preview link; or the reason why the link does not work."""
    try:
        return render_guide_draft(request, read_preview(token))
    except PreviewRefused as refused:
        response = answer_sentence(str(refused), 410 if refused.is_over else 404)
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
    """A new digest makes a new worker, and browsers then fetch every file again."""
    files = json.dumps(["/app/", reverse("web:offline_search"), *(static(name) for name in FILES)])
    response = render(
        request, "phone/sw.js", {"digest": _digest(), "files": files}, content_type="text/javascript; charset=utf-8"
    )
    response["Cache-Control"] = "public, no-cache"
    return response


@require_safe
def offline_search(request: HttpRequest) -> HttpResponse:
    """The worker that searches without a network. A service worker has charge of those that begin in its scope."""
    response = HttpResponse(
        f'import "{static("phone/offline-search-worker.js")}";\n', content_type="text/javascript; charset=utf-8"
    )
    response["Cache-Control"] = "public, no-cache"
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
