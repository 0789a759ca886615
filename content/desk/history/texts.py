"""Renders a document as plain texts, part by part, and compares two."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _
from wagtail.admin.compare import diff_text

from content.edition.models import Edition

#: Technical values that every release changes.
_STAMPS = {"version", "digest", "published_at", "updated_at", "id", "type", "links", "html"}


@dataclass(frozen=True)
class Part:
    heading: str
    text: str


def read_parts(edition: Edition) -> list[Part]:
    """The parts of the document, or the notice of a tombstone. Empty if the edition was redacted."""
    if edition.notice:
        return [Part(_("Notice"), "\n".join(f"{key}: {value}" for key, value in edition.notice.items() if value))]
    return read_document(json.loads(bytes(edition.body))) if edition.body else []


def read_document(document: dict[str, Any]) -> list[Part]:
    return [Part(heading, text) for heading, text in _parts_of(document) if text]


def _parts_of(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    sections, faqs = document.get("sections", []), document.get("faqs", [])
    rest = {key: value for key, value in document.items() if key not in {"sections", "faqs", "citations", "hero"}}
    yield _("Overview"), "\n".join(_lines(rest))
    if document.get("hero"):
        yield _("Picture"), document["hero"]["alt"]
    for section in sections:
        yield section["heading"], _read_html(section["html"])
    yield _("Questions"), "\n".join(f"{faq['question']}\n{_read_html(faq['answer']['html'])}" for faq in faqs)
    yield _("Citations"), "\n".join(f"{c['title']}. {c['source']}" for c in document.get("citations", []))


def _lines(value: Any, name: str = "") -> Iterator[str]:
    """Every value with its name, one per line."""
    if isinstance(value, dict):
        for key, below in value.items():
            if key not in _STAMPS:
                yield from _lines(below, f"{name} {key}".strip().replace("_", " "))
    elif isinstance(value, list):
        for below in value:
            yield from _lines(below, name)
    elif value not in (None, ""):
        yield f"{name}: {value}"


def _read_html(html: str) -> str:
    return BeautifulSoup(html, "html.parser").get_text("\n", strip=True)


@dataclass(frozen=True)
class Change:
    """A changed part. `html` is safe, with insertions and deletions marked."""

    heading: str
    html: str


def compare(before: Edition | None, after: Edition) -> list[Change]:
    return compare_parts(read_parts(before) if before else [], read_parts(after))


def compare_parts(before: list[Part], after: list[Part]) -> list[Change]:
    old = {part.heading: part.text for part in before}
    new = {part.heading: part.text for part in after}
    headings = [*new, *(heading for heading in old if heading not in new)]
    return [
        Change(heading, diff_text(old.get(heading, ""), new.get(heading, "")).to_html())
        for heading in headings
        if old.get(heading, "") != new.get(heading, "")
    ]
