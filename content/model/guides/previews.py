"""The registry of previews of a draft. Other packages register theirs here, since guides don't know them.

In the panel next to the form a preview also has Wagtail's content checks, and annotations of other packages.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from csp.constants import SELF
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_template
from wagtail.admin.userbar import Userbar

from content.model.compilation import NotReady
from content.model.registering import add


class PreviewMode(NamedTuple):
    label: Any
    render: Callable[[Any, HttpRequest], HttpResponse]
    #: Whether the mode is offered for a page.
    applies: Callable[[Any], bool] = lambda page: True
    #: Sort key: previews of what readers will see come first, remarks on the draft later.
    order: int = 0


_modes: dict[str, PreviewMode] = {}


def register_mode(
    name: str,
    label: Any,
    render: Callable[[Any, HttpRequest], HttpResponse],
    applies: Callable[[Any], bool] = lambda page: True,
    order: int = 0,
) -> None:
    add(_modes, name, PreviewMode(label, render, applies, order))


#: Page -> further modes by name, which depend on other content.
FindModes = Callable[[Any], dict[str, PreviewMode]]
_finders: list[FindModes] = []


def register_finder(find: FindModes) -> None:
    _finders.append(find)


def _find_modes(page: Any) -> dict[str, PreviewMode]:
    found = dict(_modes)
    for find in _finders:
        found |= find(page)
    return found


#: (page, request) -> HTML to add at the end of the body.
Annotate = Callable[[Any, HttpRequest], str]
#: `content.setup.wiring` fills it.
annotations: tuple[Annotate, ...] = ()


def modes(page: Any) -> list[tuple[str, Any]]:
    known = sorted(_find_modes(page).items(), key=lambda item: item[1].order)
    return [(name, mode.label) for name, mode in known if mode.applies(page)]


def render(page: Any, request: HttpRequest, mode_name: str) -> HttpResponse:
    try:
        response = _find_modes(page)[mode_name].render(page, request)
    except NotReady as error:
        response = render_template(request, "admin/preview_problem.html", {"page": page, "problem": error})
    # The editor shows it in a frame next to the form.
    response._csp_replace = {"frame-ancestors": [SELF], **getattr(response, "_csp_replace", {})}  # type: ignore[attr-defined]
    if getattr(request, "in_preview_panel", False):
        parts = [annotate(page, request) for annotate in annotations]
        parts.append(Userbar(object=page).render_html({"request": request}))
        response.content = response.content.replace(b"</body>", "".join(parts).encode() + b"</body>")
    return response
