"""Registers previews that render a draft, compiled by the same compiler as a release."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content.edition.compiler import compile_guide
from content.edition.stamping import stamp
from content.model.guides.models import GuidePage
from content.model.guides.previews import PreviewMode, register_finder, register_mode

RenderDocument = Callable[[HttpRequest, dict[str, Any]], HttpResponse]


#: A guide's id and language -> name, label and `render` of each further preview.
FindPreviews = Callable[[str, str], Iterable[tuple[str, Any, RenderDocument]]]
#: Order: after the previews that every guide has, before those with remarks on the draft.
_FURTHER = 5


def register_preview(name: str, label: Any, render: RenderDocument) -> None:
    """Add a preview to the editor. `render` takes a guide's document in the API's shape."""
    register_mode(name, label, partial(_render_page, render))


def register_previews(find: FindPreviews) -> None:
    """Add the previews that `find` returns for a guide."""

    def find_modes(page: GuidePage) -> dict[str, PreviewMode]:
        found = find(str(page.translation_key), page.locale.language_code)
        return {
            name: PreviewMode(label, partial(_render_page, render), order=_FURTHER) for name, label, render in found
        }

    register_finder(find_modes)


def _render_page(render: RenderDocument, page: GuidePage, request: HttpRequest) -> HttpResponse:
    return render(request, stamp(compile_guide(page), 1, timezone.now()))
