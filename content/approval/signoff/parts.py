"""The parts of a guide as a clinician judges them, each with its *approved digest*: equal digests, equal words.

page, live or draft -> the compiler's serializers -> parts -> digests

What no clinician judges is left out, so that its changes open no part: addresses, the date of the next review, names
of categories, HTML made from the words, sizes and crops of pictures, and whether a picture or another guide may be
shown at the moment (readers may see less than was signed, never more).
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from content.model.blocks.documents import CitationDocument, describe_image
from content.model.compilation import Compilation, NamedGuide, represent
from content.model.guides.models import GuidePage
from content.model.guides.shown import list_citations
from content.model.remembering import remembered_of_object
from content.model.richtext.portable_text import build_portable_text
from content.model.sections import SECTIONS
from content.model.vocabulary import OVERVIEW, SectionKey


def name_part(part: str) -> str:
    """The part's name, as readers and the tabs of the form have it."""
    return str(SectionKey(part).label) if part in SectionKey.values else _("Overview")


def name_parts(parts: Iterable[str]) -> str:
    """The names of several parts. In quotation marks, since one of them is a question."""
    return ", ".join(f"“{name_part(part)}”" for part in parts)


def _find_guide(compilation: Compilation, page_id: str) -> NamedGuide:
    """In the digest, a link to another guide is only its page id: renaming or withdrawing that guide opens no part."""
    return NamedGuide(page_id)


def judge(page: GuidePage) -> dict[str, dict[str, Any]]:
    """Part -> its judged content, without empty values.

    Facts are judged in the source language only: a translation shows the facts of its source.
    """
    locale = page.locale.language_code
    context = {"compilation": Compilation(locale=locale, find_guide=_find_guide, for_clinician=True)}
    with override(locale):
        parts = {OVERVIEW: _read_overview(page, context)}
        for section in SECTIONS:
            parts[str(section.key)] = section.judge(page, page.facts_page, context)
    if not page.is_source:
        for section in SECTIONS:
            del parts[str(section.key)]["facts"]
    return {part: _strip(content) for part, content in parts.items()}


def digest_of(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@remembered_of_object
def find_digests(page: GuidePage) -> dict[str, str]:
    """Part -> its approved digest."""
    return {part: digest_of(content) for part, content in judge(page).items()}


def _read_overview(page: GuidePage, context: dict[str, Any]) -> dict[str, Any]:
    find_link = context["compilation"].guide_link
    return {
        "title": page.title,
        "summary": page.summary,
        "also_known_as": page.other_names,
        "body_area": page.body_area,
        "category": str(page.category.translation_key) if page.category else None,
        "hero": describe_image(page.hero, page.hero_alt) if page.hero else None,
        "faqs": [
            {"question": faq.value["question"], "answer": build_portable_text(faq.value["answer"].source, find_link)}
            for faq in page.faqs
        ],
        "citations": [represent(CitationDocument, citation, context) for citation in list_citations(page)],
        "reviewed_by": str(page.reviewer.public_id) if page.reviewer else None,
        "last_reviewed": page.last_reviewed.isoformat() if page.last_reviewed else None,
    }


def _strip(value: Any) -> Any:
    """Plain values, without generated ones (HTML, keys) and empty ones: so a new, empty field changes no digest."""
    if isinstance(value, dict):
        stripped = {key: _strip(below) for key, below in value.items() if key not in ("html", "_key")}
        if "_type" in value:
            return stripped  # an object of Portable Text, whose shape is fixed
        return {key: below for key, below in stripped.items() if below not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [_strip(below) for below in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
