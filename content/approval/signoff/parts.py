"""What a clinician judges of a guide, part by part, and the *approved digest* of each: equal digests, equal words.

page (a draft as well) -> the compiler's serializers -> parts -> digests

Left out is whatever no clinician judges, so that it opens nothing again: addresses, dates of the next review, names
of categories, the HTML that is made from the words, sizes and crops of pictures, and whether a picture or another
guide may be shown at the moment (what is shown then is less than what was signed, never more).
"""

import hashlib
import json
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from content.model.blocks.documents import CitationDocument, describe_image
from content.model.compilation import Compilation, NamedGuide
from content.model.guides.models import GuidePage
from content.model.remembering import remembered_of_object
from content.model.richtext.portable_text import build_portable_text
from content.model.sections import SECTIONS
from content.model.vocabulary import OVERVIEW, SectionKey


def name_part(part: str) -> str:
    """As the tabs of the form call it."""
    return part.title() if part in SectionKey.values else _("Overview")


def _find_guide(compilation: Compilation, page_id: str) -> NamedGuide:
    """In the digest, a link to another guide is its page id alone.

    So renaming or withdrawing that guide opens no signature.
    """
    return NamedGuide(page_id)


def judge(page: GuidePage) -> dict[str, dict[str, Any]]:
    """Part -> what is judged of it, without anything that is empty or not filled in.

    Facts belong to the source language alone: a translation shows those that were signed there.
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
        "citations": [
            dict(CitationDocument(item.citation, context=context).data) for item in page.guide_citations.all()
        ],
        "reviewed_by": str(page.reviewer.public_id) if page.reviewer else None,
        "last_reviewed": page.last_reviewed.isoformat() if page.last_reviewed else None,
    }


def _strip(value: Any) -> Any:
    """Plain values, without what is empty (a field added later changes no digest) or made from the rest."""
    if isinstance(value, dict):
        stripped = {key: _strip(below) for key, below in value.items() if key not in ("html", "_key")}
        if "_type" in value:
            return stripped  # of Portable Text, whose shape is fixed
        return {key: below for key, below in stripped.items() if below not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [_strip(below) for below in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
