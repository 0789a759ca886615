"""A preview mode: the differences of a draft from what readers see now."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from content.desk.history.texts import compare_parts, read_document
from content.edition.compiler import compile_guide
from content.edition.models import Current
from content.model.guides.previews import register_mode
from content.model.vocabulary import Kind, State


def render_changes(page: Any, request: HttpRequest) -> HttpResponse:
    current = Current.objects.filter(
        kind=Kind.GUIDE, subject=page.translation_key, locale=page.locale.language_code, state=State.LIVE
    ).first()
    public = json.loads(bytes(current.edition.body)) if current else {}
    draft = compile_guide(page).content
    # Signatures are left out, since drafts are signed later.
    for document in (public, draft):
        document.pop("review", None)
    changes = compare_parts(read_document(public) if public else [], read_document(draft))
    context = {"changes": changes, "is_new": current is None, "locale": page.locale.language_code}
    return render(request, "admin/changes_preview.html", context)


register_mode("changes", _("Changes since published"), render_changes, order=10)
