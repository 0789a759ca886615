"""Compiles a draft by the same compiler as a release, for whoever renders previews."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content.editions.compiler import compile_guide
from content.editions.stamping import stamp
from content.guides.models import GuidePage
from content.guides.previews import register_mode

RenderDocument = Callable[[HttpRequest, dict[str, Any]], HttpResponse]


def register_preview(name: str, label: Any, render: RenderDocument) -> None:
    """Offer a way of previewing in the editor; `render` takes a guide's document, as the API would serve it."""

    def render_page(page: GuidePage, request: HttpRequest) -> HttpResponse:
        return render(request, stamp(compile_guide(page), 1, timezone.now()))

    register_mode(name, label, render_page)
