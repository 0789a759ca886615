"""The ways in which a draft can be previewed. Whoever can render one registers here; guides don't know them."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse


class PreviewMode(NamedTuple):
    label: Any
    render: Callable[[Any, HttpRequest], HttpResponse]


_modes: dict[str, PreviewMode] = {}


def register_mode(name: str, label: Any, render: Callable[[Any, HttpRequest], HttpResponse]) -> None:
    _modes[name] = PreviewMode(label, render)


def modes() -> list[tuple[str, Any]]:
    return [(name, mode.label) for name, mode in _modes.items()]


def render(page: Any, request: HttpRequest, mode_name: str) -> HttpResponse:
    return _modes[mode_name].render(page, request)
