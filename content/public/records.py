"""Registers how what was public at an earlier time is shown again, by the templates and styles of readers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse

from content.model.registering import add


@dataclass(frozen=True)
class Record:
    """`document`: of a guide, with the offering that a branch made then, or of a branch. Empty if a notice stood there.

    `group`: what the group said of itself then. `remark`: the sentence above the page that says that it is a record.
    """

    locale: str
    group: dict[str, Any]
    remark: str
    document: dict[str, Any] = field(default_factory=dict)
    notice: dict[str, Any] = field(default_factory=dict)


RenderRecord = Callable[[HttpRequest, Record], HttpResponse]
_renderers: dict[str, RenderRecord] = {}


def register_record(name: str, render: RenderRecord) -> None:
    add(_renderers, name, render)


def render_record(name: str, request: HttpRequest, record: Record) -> HttpResponse:
    return _renderers[name](request, record)
