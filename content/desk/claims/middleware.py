"""Lists the claims for which a form was refused above it: each with its words and its place."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.text import capfirst

from content.desk.readiness.views import find_anchors


class RefusedClaims:
    """Wagtail's own message says only that something is wrong, and each field lists its claims in one paragraph."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        form: Any = (response.context_data or {}).get("form")
        if refused := getattr(form, "refused_claims", ()):
            page = form.instance
            anchors = find_anchors(page.get_edit_handler())
            rows = [
                {
                    "refusal": refusal,
                    "field": capfirst(str(form.fields[refusal.field].label or refusal.field)),
                    "anchor": anchors.get(refusal.field, ("", ""))[1],
                }
                for refusal in refused
            ]
            messages.warning(request, render_to_string("admin/refused_claims.html", {"rows": rows, "page": page}))
        return response
